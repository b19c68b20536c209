"""What a trained cell leaves behind: a row per replica, one per replica and epoch, and medians for MLflow's charts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from datasets.dataset import Dataset
from harness.cells.cell import Cell
from harness.sampling.replicas import Replicas
from harness.sampling.split import Parts
from harness.training import probabilities
from harness.training.train import History
from models.activations import Activation
from models.losses import Loss
from models.saved import save
from reports import wire

QUANTILES = {"": 0.5, ".p10": 0.1, ".p90": 0.9}


@dataclass(frozen=True)
class Networks:
    """R trained networks: parameters (R, P), the widths of their layers, and which replicas they are.

    Their inputs are standardized on each seed's training part, as harness/training/rows.py does it.
    """

    params: np.ndarray
    sizes: tuple[int, ...]
    activation: Activation
    loss: Loss
    replicas: Replicas

    def save(self, path: Path) -> None:
        """Write them to `path`; `models.saved.load` reads them."""
        which = {"seed": self.replicas.seeds, "trial": self.replicas.trials}
        save(path, self.params, self.sizes, self.activation, self.loss, **which)


@dataclass(frozen=True)
class Result:
    """A trained cell.

    replicas    a row per replica: seed, trial, diverged_at, n_train, n_validation, n_test, the last values of its
                curves, test_SCORE_of_constant (guessing the commonest class, or the mean), seconds, and one column
                per tuned hyperparameter (`optimizer.lr`); of classes also validation_NAME, test_NAME and
                test_NAME_of_constant for probabilities.NAMES, NaN where the loss makes no probabilities
    curves      a row per replica and epoch (1 … E): seed, trial, epoch, train_loss, validation_loss,
                validation_SCORE, test_loss, test_SCORE
    score       SCORE: what the data set is judged by, `accuracy` or `r2`
    sizes       the widths of its networks' layers
    networks    the trained networks, if they are to be kept
    """

    replicas: pd.DataFrame
    curves: pd.DataFrame
    score: str = "accuracy"
    sizes: tuple[int, ...] = ()
    networks: Networks | None = None

    def save(self, folder: Path) -> None:
        """Write its tables, and its networks if there are any, into `folder`."""
        self.replicas.to_parquet(folder / wire.file(wire.REPLICAS), index=False)
        self.curves.to_parquet(folder / wire.file(wire.CURVES), index=False)
        if self.networks is not None:
            self.networks.save(folder / "networks.npz")

    @property
    def names(self) -> list[str]:
        """The five curves."""
        return list(_columns(self.score).values())

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """Each seed's row of `replicas` whose trial has the best validation score; the earlier one if equal."""
        rows = self.replicas.assign(rank=self.replicas[wire.validation(self.score)].fillna(-np.inf))
        order = rows.sort_values(["rank", "trial"], ascending=[False, True], kind="stable")
        return order.drop_duplicates("seed").drop(columns="rank").sort_values("seed")

    def final(self) -> dict[str, float]:
        """The scores of the last epoch, medians over the chosen replicas; how many diverged; and the time taken."""
        scores = {wire.final(curve): float(self.chosen[curve].median()) for curve in self.names}
        for name in map(wire.test, probabilities.NAMES):
            if name in self.chosen and self.chosen[name].notna().any():
                scores[wire.final(name)] = float(self.chosen[name].median())
        scores[wire.final("diverged")] = float(self.replicas["diverged_at"].notna().sum())
        scores[wire.final("train_seconds")] = float(self.replicas["seconds"].sum())
        return scores

    def metrics(self) -> list[tuple[str, float, int]]:
        """(name, value, epoch) for MLflow: median, 10 % and 90 % points of the chosen replicas, then final scores.

        Those have epoch 0, because MLflow draws bars, one per run, for what has no other.
        """
        curves = self.curves.merge(self.chosen[["seed", "trial"]], on=["seed", "trial"])
        points = [
            (f"{curve}{suffix}", float(value), epoch)
            for suffix, at in QUANTILES.items()
            for curve, column in curves.groupby("epoch")[self.names].quantile(at).to_dict("list").items()
            for epoch, value in enumerate(column, start=1)
        ]
        return points + [(name, value, 0) for name, value in self.final().items()]


def _columns(score: str) -> dict[str, str]:
    """Field of a History → name of the curve, for data judged by `score`."""
    return {
        "train_loss": "train_loss",
        "validation_loss": wire.validation("loss"),
        "validation_score": wire.validation(score),
        "test_loss": wire.test("loss"),
        "test_score": wire.test(score),
    }


def replicas_table(cell: Cell, data: Dataset, replicas: Replicas, history: History) -> pd.DataFrame:
    """`Result.replicas` of a cell whose `replicas` did what `history` says."""
    table = pd.DataFrame({"seed": replicas.seeds, "trial": replicas.trials, "diverged_at": history.diverged_at})
    parts = {int(seed): cell.split.parts(data.strata, int(seed), data.groups) for seed in np.unique(replicas.seeds)}
    for name in ("train", "validation", "test"):
        table[f"n_{name}"] = [len(getattr(parts[seed], name)) for seed in replicas.seeds]
    for field, name in _columns(data.score).items():
        table[name] = getattr(history, field)[-1]
    constant = {seed: _score_of_constant(data, part) for seed, part in parts.items()}
    table[wire.of_constant(data.score)] = [constant[seed] for seed in replicas.seeds]
    if not data.is_regression:
        table = table.assign(**_probabilities(cell, data, replicas, history, parts))
    table["seconds"] = history.seconds
    table["processor_seconds"] = history.processor_seconds
    for name, values in replicas.hyperparameters.items():
        table[f"optimizer.{name}"] = values
    return table


def _probabilities(
    cell: Cell, data: Dataset, replicas: Replicas, history: History, parts: dict[int, Parts]
) -> dict[str, np.ndarray]:
    """The columns validation_NAME, test_NAME and test_NAME_of_constant."""
    has_some = cell.loss.probabilities(cell.model.outputs(len(data.classes)))
    constant = {
        seed: probabilities.of_constant(data.y[part.train], data.y[part.test], len(data.classes))
        for seed, part in parts.items()
    }
    columns = {}
    for place, name in enumerate(probabilities.NAMES):
        columns[wire.validation(name)] = history.validation_probabilities[place]
        columns[wire.test(name)] = history.test_probabilities[place]
        columns[wire.of_constant(name)] = np.array(
            [constant[int(seed)][name] if has_some else np.nan for seed in replicas.seeds]
        )
    return columns


def _score_of_constant(data: Dataset, part: Parts) -> float:
    """The test score of always guessing the training part's commonest class, or its mean."""
    seen, judged = data.y[part.train], data.y[part.test]
    if not data.is_regression:
        return float((judged == np.bincount(seen).argmax()).mean())
    variation = np.square(judged - judged.mean()).sum()
    return float(1 - np.square(judged - seen.mean()).sum() / variation) if variation > 0 else float("nan")


def curves_table(replicas: Replicas, history: History, score: str) -> pd.DataFrame:
    """`Result.curves` of the same, for data judged by `score`."""
    epochs, count = history.train_loss.shape
    columns = {
        "seed": np.repeat(replicas.seeds, epochs),
        "trial": np.repeat(replicas.trials, epochs),
        "epoch": np.tile(np.arange(1, epochs + 1), count),
    }
    curves = {name: getattr(history, field).T.ravel() for field, name in _columns(score).items()}
    return pd.DataFrame(columns | curves)
