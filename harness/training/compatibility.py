"""Does a cell suit its data: the words that nothing but the data can refuse."""

from __future__ import annotations

from datasets.dataset import Dataset
from harness.cells.cell import Cell
from harness.errors import BadWord
from harness.training.preparation import width
from harness.training.probabilities import NAMES as PROBABILISTIC
from models.mlp import parameter_count

# What a claim may be about beside the score of its data, and the quality of its probabilities.
OF_ANY_DATA = ("epochs_to_target", "time_to_target", "divergence")


def check(cell: Cell, data: Dataset) -> tuple[int, ...]:
    """The `sizes` of the cell on `data`; a BadWord if something that was asked for does not fit."""
    found = sizes(cell, data)
    cell.split.parts(data.strata, cell.training.first_seed, data.groups)
    metric = (cell.claim or {}).get("metric", data.score)
    if metric in PROBABILISTIC and not data.is_regression:
        if not cell.loss.probabilities(found[-1]):
            raise BadWord(f"claim.metric={metric}: loss={cell.levels['loss']} makes no probabilities to measure")
    elif metric not in (data.score, *OF_ANY_DATA):
        raise BadWord(
            f"claim.metric={metric}: {data.name} is judged by {data.score}; claim.metric={data.score} asks for that"
        )
    return found


def sizes(cell: Cell, data: Dataset) -> tuple[int, ...]:
    """The widths of the network's layers on `data`, inputs and outputs included; a BadWord if they do not fit."""
    if data.is_regression and not cell.loss.regression:
        raise BadWord(
            f"loss={cell.levels['loss']}: it is made for classes, and {data.name} is a regression; "
            f"losses for numbers: absolute_error, huber, least_squares"
        )
    outputs = cell.model.outputs(len(data.classes))
    if outputs < cell.loss.least_outputs:
        raise BadWord(f"loss={cell.levels['loss']}: it needs two outputs or more; model.single_output=false has them")
    try:
        features = cell.features.count(width(data))
    except ValueError as error:
        raise BadWord(f"features={cell.levels['features']} on {data.name}: {error}") from None
    try:
        cell.model.check(cell.activation)
    except ValueError as error:
        raise BadWord(f"model={cell.levels['model']}: {error}") from None
    found = (features, *cell.model.widths, outputs)
    most, count = cell.optimizer.most_parameters, parameter_count(found)
    if most is not None and count > most:
        raise BadWord(
            f"optimizer={cell.levels['optimizer']}: a matrix of {count:,} × {count:,} second derivatives is too "
            f"large; at most {most:,} parameters, as with a smaller model.hidden; optimizer=lbfgs needs no matrix"
        )
    return found
