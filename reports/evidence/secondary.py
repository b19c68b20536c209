"""A claim's other metrics: the same contestants, networks and model, without a say in the verdict."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reports import wire
from reports.claims.comparison import Comparison
from reports.claims.metric import METRICS, SCORES, Metric
from reports.errors import TooFewPairs
from reports.statistics.observations import missing, observe, pair
from reports.statistics.posterior import Interval, Measured, Probabilities, drawn, measured


@dataclass(frozen=True)
class Compared:
    """The favourite against one rival by one secondary metric, with its usual ROPE; above 0 the favourite is better."""

    metric: Metric
    rival: str
    effect: Interval
    probabilities: Probabilities
    data_sets: int


@dataclass(frozen=True)
class Others:
    """What was compared, and what could not be: (metric, why)."""

    compared: tuple[Compared, ...] = ()
    absent: tuple[tuple[Metric, str], ...] = ()


def compare(claim: Comparison, replicas: pd.DataFrame) -> Others:
    """All secondary metrics of `claim`. Trials are those that its own metric chooses: the same networks are compared.

    Nothing is corrected for how many metrics there are, because nothing is decided by them.
    """
    tables: dict[tuple[Metric, str], Measured] = {}
    absent = []
    for metric in claim.secondary or _usual(claim, replicas):
        observations = observe(replicas, metric, claim.arm.trials, claim.metric)
        for rival in claim.rivals:
            try:
                if why := missing(observations, metric, (claim.favourite, rival)):
                    raise TooFewPairs(why)
                tables[metric, rival] = measured(pair(observations, claim.favourite, rival))
            except TooFewPairs as error:
                absent.append((metric, str(error)))
    compared = []
    for (metric, rival), post in zip(tables, drawn(list(tables.values())), strict=True):
        odds = Probabilities.of(post.mean, metric.rope)
        compared.append(Compared(metric, rival, Interval.of(post.mean), odds, len(post.data_sets)))
    return Others(tuple(compared), tuple(dict.fromkeys(absent)))


def _usual(claim: Comparison, replicas: pd.DataFrame) -> list[Metric]:
    """All metrics that such data have but the claim's own."""
    scores = {name for name in SCORES if wire.test(name) in replicas}
    return [metric for metric in METRICS.values() if metric != claim.metric and scores & set(metric.scores)]
