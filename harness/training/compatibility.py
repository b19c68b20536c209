"""Does a cell suit its data: the words that nothing but the data can refuse."""

from __future__ import annotations

from datasets.dataset import Dataset
from harness.cells.cell import Cell
from harness.errors import BadWord
from harness.training.preparation import width
from models.mlp import parameter_count
from reports.claims.metric import SCORE


def check(cell: Cell, data: Dataset) -> tuple[int, ...]:
    """The `sizes` of the cell on `data`; a BadWord if something that was asked for does not fit."""
    widths = sizes(cell, data)
    cell.split.parts(data.strata, cell.training.first_seed, data.groups)
    metric = cell.claim.measure if cell.claim else SCORE
    if data.score not in metric.scores:
        raise BadWord(
            f"claim.metric={metric}: {data.name} is judged by {data.score}; claim.metric={data.score} asks for that"
        )
    if metric.of_probabilities and not cell.loss.probabilities(widths[-1]):
        raise no_probabilities(cell)
    return widths


def no_probabilities(cell: Cell) -> BadWord:
    """What to say of a cell whose loss makes none, though its claim is about them."""
    metric = cell.claim.measure if cell.claim else SCORE
    return BadWord(f"claim.metric={metric}: loss={cell.levels['loss']} makes no probabilities to measure")


def _guessed(cell: Cell) -> str:
    """How to say that a table's numbers are classes, if that they are not was a guess."""
    guessed = getattr(cell.dataset, "task", "") == "auto"
    return "; or dataset.task=classification, if they are classes" if guessed else ""


def sizes(cell: Cell, data: Dataset) -> tuple[int, ...]:
    """The widths of the network's layers on `data`, inputs and outputs included; a BadWord if they do not fit."""
    if data.is_regression and not cell.loss.regression:
        raise BadWord(
            f"loss={cell.levels['loss']}: it is made for classes, and {data.name} is a regression; "
            f"losses for numbers: absolute_error, huber, least_squares{_guessed(cell)}"
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
    widths = (features, *cell.model.widths, outputs)
    most, count = cell.optimizer.most_parameters, parameter_count(widths)
    if most is not None and count > most:
        raise BadWord(
            f"optimizer={cell.levels['optimizer']}: a matrix of {count:,} × {count:,} second derivatives is too "
            f"large; at most {most:,} parameters, as with a smaller model.hidden; optimizer=lbfgs needs no matrix"
        )
    return widths
