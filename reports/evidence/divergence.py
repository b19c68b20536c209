"""How often replicas diverged: a rate per contestant, and the pairs of which one side alone diverged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from scipy import stats

from reports.records.values import present


@dataclass(frozen=True)
class Rate:
    """`diverged` of `count` replicas of a contestant, with Wilson's 95 % interval for the share.

    Wilson (1927), Probable inference, JASA 22: it holds at 0 of n, too. It takes replicas for independent, which those
    of one data set, or of one trial, are not; so it is too narrow, and the comparison does not rest on it.
    """

    contestant: str
    diverged: int
    count: int
    low: float
    high: float


@dataclass(frozen=True)
class Discordant:
    """Of `count` pairs at equal data set, swept values, seed and trial: in how many one side alone diverged, and both.

    These are the counts of McNemar's test (1947). Its p-value would pool seeds and trials as if they were data sets,
    so it is not given; the hierarchical model compares the rates.
    """

    rival: str
    favourite_only: int
    rival_only: int
    both: int
    count: int


def rates(replicas: pd.DataFrame, contestants: Sequence[str]) -> list[Rate]:
    """The rates of those of `contestants` that were recorded."""
    each = []
    for name in contestants:
        lost = replicas.loc[replicas["contestant"] == name, "diverged_at"].notna()
        if len(lost):
            interval = stats.binomtest(int(lost.sum()), len(lost)).proportion_ci(method="wilson")
            each.append(Rate(name, int(lost.sum()), len(lost), float(interval.low), float(interval.high)))
    return each


def discordant(replicas: pd.DataFrame, favourite: str, rivals: Sequence[str]) -> list[Discordant]:
    """The favourite against each rival, pair by pair."""
    at = present(replicas, ("dataset", "swept", "seed", "trial"))
    lost = replicas.assign(lost=replicas["diverged_at"].notna()).pivot_table(
        index=at, columns="contestant", values="lost", aggfunc="max"
    )
    counts = []
    for rival in rivals:
        if favourite in lost and rival in lost:
            pairs = lost[[favourite, rival]].dropna().astype(bool)
            ours, theirs = pairs[favourite], pairs[rival]
            alone, other, both = (int(cases.sum()) for cases in (ours & ~theirs, theirs & ~ours, ours & theirs))
            counts.append(Discordant(rival, alone, other, both, len(pairs)))
    return counts
