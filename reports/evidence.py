"""The evidence around a verdict, in one record: what the page shows below it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reports import aggregates
from reports.components import Components, components
from reports.effects import Interval
from reports.heterogeneity import Heterogeneity, heterogeneity
from reports.judged import Judged
from reports.metrics import METRICS
from reports.ranks import Ranks, ranks


@dataclass(frozen=True)
class AgainstRival:
    """What is known of one rival beside the verdict; `heterogeneity` is None of fewer than three data sets."""

    rival: str
    improvement: Interval
    heterogeneity: Heterogeneity | None


@dataclass(frozen=True)
class Evidence:
    """Measures that describe the same observations in other ways; none of them decides.

    rivals      a record per rival
    middle      contestant → interquartile mean of its scores
    profiles    from aggregates.profiles
    ranks       None of fewer than three contestants or data sets
    components  of variance; empty if nothing was tuned or repeated
    """

    rivals: tuple[AgainstRival, ...]
    middle: dict[str, Interval]
    profiles: pd.DataFrame
    ranks: Ranks | None
    components: list[Components]


def collect(judged: Judged) -> Evidence | None:
    """The evidence around the verdict in `judged`; None if no seed of any data set has all contestants."""
    claim = judged.claim
    table = aggregates.wide(judged.observations, claim.contestants)
    if table.empty:
        return None
    rivals = tuple(
        AgainstRival(
            rival.rival,
            aggregates.probability_of_improvement(table, claim.favourite, rival.rival),
            heterogeneity(rival.pairs),
        )
        for rival in judged.verdict.rivals
    )
    middle = aggregates.interquartile_means(table)
    if METRICS[claim.metric].smaller:  # values are turned so that larger is better; here the metric itself is shown
        middle = {name: Interval(-own.mean, -own.high, -own.low) for name, own in middle.items()}
    return Evidence(
        rivals,
        middle,
        aggregates.profiles(table),
        ranks(table, 1 - claim.probability),
        components(judged.recorded.replicas, claim),
    )
