"""What a claim can be about: each metric, which way is better, and what difference in it matters to nobody.

What differs from metric to metric stands here, so that everything else (pairs, model, decision, pictures) is the same
for all: `value` is turned so that larger is better, and an effect above 0 always means that the favourite is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

SCORES = ("accuracy", "r2")  # what a data set is judged by: a curve of them is recorded
PROBABILISTIC = ("log_loss", "brier", "ece")
QUALITY = ("accuracy", "log_loss", "brier")  # three answers to one question: how well are new rows' labels predicted?
TO_TARGET = ("epochs_to_target", "time_to_target")
SEED = ("dataset", "contestant", "cell", "seed")


@dataclass(frozen=True)
class Metric:
    """A quantity that contestants are compared by.

    said        what people call it
    unit        of an effect, as it is written behind a number
    smaller     is less of it better?
    rope        the usual half-width of the region of practical equivalence, and `why` it is that
    """

    name: str
    said: str
    unit: str
    smaller: bool
    rope: float
    why: str


METRICS = {
    metric.name: metric
    for metric in (
        Metric("accuracy", "test accuracy", "", False, 0.01, "one point"),
        Metric("r2", "test r2", "", False, 0.01, "one point of the variance"),
        Metric("log_loss", "test log loss", " nats", True, 0.02, "a label’s probability 2 % higher (geometric mean)"),
        Metric("brier", "test Brier score", "", True, 0.02, "one point of accuracy to whoever is always certain"),
        Metric("ece", "test calibration error", "", True, 0.01, "one point of probability"),
        Metric("epochs_to_target", "epochs to the target", " epoch", True, 1.0, "curves have a point per epoch"),
        Metric("time_to_target", "log time to the target", "", True, 0.1, "a tenth of the time"),
        Metric("divergence", "share of trials that diverged", "", True, 0.05, "one trial in twenty"),
    )
}


def validation(replicas: pd.DataFrame, metric: str) -> pd.Series:
    """What a trial is chosen by, larger is better: the metric's own validation value, else that of the data's score.

    (A trial chosen because it was the fastest, or did not diverge, would be no observation of either.)
    """
    if metric in SCORES:
        return replicas[f"validation_{metric}"]
    if f"validation_{metric}" in replicas:
        return -replicas[f"validation_{metric}"]
    return score(replicas)


def score(table: pd.DataFrame, column: str = "validation_{}") -> pd.Series:
    """The `column` of the data's own score, whichever of SCORES it is; of replicas or of curves."""
    columns = [table[column.format(name)] for name in SCORES if column.format(name) in table]
    return columns[0].combine_first(columns[1]) if len(columns) == 2 else columns[0]


def value(replicas: pd.DataFrame, metric: str) -> pd.Series:
    """What a replica is judged by, turned so that larger is better; NaN where it is not known.

    A diverged replica has the value of the constant guess, if the metric is a test score; it never reaches a target.
    The share of diverged trials is that of its seed in its cell, whichever trial is chosen.
    """
    diverged = replicas["diverged_at"].notna()
    if metric == "divergence":
        return -diverged.groupby([replicas[key] for key in present(replicas, SEED)]).transform("mean")
    if (metric if metric in TO_TARGET else f"test_{metric}") not in replicas:
        return pd.Series(np.nan, replicas.index)
    if metric in TO_TARGET:
        return -replicas[metric] if metric == "epochs_to_target" else -np.log(replicas[metric])
    found = replicas[f"test_{metric}"].where(~diverged, replicas[f"test_{metric}_of_constant"])
    return -found if METRICS[metric].smaller else found


def step(replicas: pd.DataFrame, metric: str) -> pd.Series:
    """What `value` is rounded to: a share of n cannot change by less than 1/n, nor a count by less than 1.

    Of what is not rounded, it is what single precision leaves uncertain. Of the share of n diverged trials, most often
    0 in all seeds, it is what makes step²/6 the binomial variance 2 p (1 − p)/n of a difference, at the rate p of all
    replicas (half a one more, after Jeffreys: none of many is not never).
    """
    if metric in SCORES:
        return 1 / replicas["n_test"]
    if metric == "divergence":
        p = (replicas["diverged_at"].notna().sum() + 0.5) / (len(replicas) + 1)
        return np.sqrt(12 * p * (1 - p) / replicas.groupby(present(replicas, SEED))["trial"].transform("size"))
    return pd.Series(1.0 if metric == "epochs_to_target" else 1e-6, replicas.index)


def present(table: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Those of `columns` that `table` has: one that tells no cells apart may lack `cell` and `swept`."""
    return [name for name in columns if name in table]
