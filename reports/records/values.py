"""The values of a metric: what a trial is chosen by, and what a replica is judged by.

Whatever the metric, `value` is turned so that larger is better, and an effect above 0 always means that the favourite
is better. What is computed differs from class to class of reports/claims/metric.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

import numpy as np
import pandas as pd

from reports import wire
from reports.claims.metric import SCORES, Divergence, Metric, Score, TimeToTarget, ToTarget

SEED = ("dataset", "contestant", "cell", "seed")


@singledispatch
def validation(metric: Metric, replicas: pd.DataFrame) -> pd.Series:
    """What a trial is chosen by, larger is better: the metric's own validation value, else that of the data's score.

    (A trial chosen because it was the fastest, or did not diverge, would be no observation of either.)
    """
    column = wire.validation(metric.name)
    return -replicas[column] if column in replicas else score(replicas)


@validation.register
def _(metric: Score, replicas: pd.DataFrame) -> pd.Series:
    return replicas[wire.validation(metric.name)]


@singledispatch
def value(metric: Metric, replicas: pd.DataFrame) -> pd.Series:
    """What a replica is judged by, turned so that larger is better; NaN where it is not known.

    A diverged replica has the value of the constant guess, if the metric is a test value; it never reaches a target.
    The share of diverged trials is that of its seed in its cell, whichever trial is chosen.
    """
    if wire.test(metric.name) not in replicas:
        return _unknown(replicas)
    guess = replicas[wire.of_constant(metric.name)]
    own = replicas[wire.test(metric.name)].where(replicas["diverged_at"].isna(), guess)
    return -own if metric.smaller else own


@value.register
def _(metric: ToTarget, replicas: pd.DataFrame) -> pd.Series:
    return -replicas[metric.name] if metric.name in replicas else _unknown(replicas)


@value.register
def _(metric: TimeToTarget, replicas: pd.DataFrame) -> pd.Series:
    return -np.log(replicas[metric.name]) if metric.name in replicas else _unknown(replicas)


@value.register
def _(metric: Divergence, replicas: pd.DataFrame) -> pd.Series:
    seeds = [replicas[key] for key in present(replicas, SEED)]
    return -replicas["diverged_at"].notna().groupby(seeds).transform("mean")


@singledispatch
def step(metric: Metric, replicas: pd.DataFrame) -> pd.Series:
    """What `value` is rounded to: a share of n cannot change by less than 1/n, nor a count by less than 1.

    Of what is not rounded, it is what single precision leaves uncertain. Of the share of n diverged trials, most often
    0 in all seeds, it is what makes step²/6 the binomial variance 2 p (1 − p)/n of a difference, at the rate p of all
    replicas (half a one more, after Jeffreys: none of many is not never).
    """
    return pd.Series(1e-6, replicas.index)


@step.register
def _(metric: Score, replicas: pd.DataFrame) -> pd.Series:
    return 1 / replicas["n_test"]


@step.register
def _(metric: ToTarget, replicas: pd.DataFrame) -> pd.Series:
    return pd.Series(1.0, replicas.index)  # an epoch


@step.register
def _(metric: TimeToTarget, replicas: pd.DataFrame) -> pd.Series:
    return pd.Series(1e-6, replicas.index)


@step.register
def _(metric: Divergence, replicas: pd.DataFrame) -> pd.Series:
    p = (replicas["diverged_at"].notna().sum() + 0.5) / (len(replicas) + 1)
    return np.sqrt(12 * p * (1 - p) / replicas.groupby(present(replicas, SEED))["trial"].transform("size"))


def score(table: pd.DataFrame, column: str = wire.validation("{}")) -> pd.Series:
    """The `column` of the data's own score, whichever of SCORES it is; of replicas or of curves."""
    columns = [table[column.format(name)] for name in SCORES if column.format(name) in table]
    return columns[0].combine_first(columns[1]) if len(columns) == 2 else columns[0]


def present(table: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Those of `columns` that `table` has: one that tells no cells apart may lack `cell` and `swept`."""
    return [name for name in columns if name in table]


def _unknown(replicas: pd.DataFrame) -> pd.Series:
    return pd.Series(np.nan, replicas.index)
