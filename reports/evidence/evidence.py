"""The evidence beside a verdict, in one record: what the report shows below it. None of it decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reports.claims.claim import Claim
from reports.claims.comparison import Comparison
from reports.evidence import aggregates, secondary
from reports.evidence.components import Components, components
from reports.evidence.divergence import Discordant, Rate, discordant, rates
from reports.evidence.heterogeneity import Heterogeneity, heterogeneity
from reports.evidence.ranks import Ranks, ranks
from reports.evidence.secondary import Others
from reports.records.load import Recorded
from reports.statistics import arms
from reports.statistics.posterior import Interval
from reports.verdicts.verdict import RivalVerdict


@dataclass(frozen=True)
class AgainstRival:
    """What is known of one rival beside the verdict; `heterogeneity` is None of fewer than three data sets."""

    rival: str
    improvement: Interval
    heterogeneity: Heterogeneity | None


@dataclass(frozen=True)
class Description:
    """The same observations, described in other ways.

    rivals      a record per rival
    middle      contestant → interquartile mean of its scores
    profiles    from aggregates.profiles
    ranks       None of fewer than three contestants or data sets
    components  of variance; empty if nothing was tuned or repeated
    """

    rivals: tuple[AgainstRival, ...]
    middle: Mapping[str, Interval]
    profiles: pd.DataFrame
    ranks: Ranks | None
    components: Sequence[Components]


@dataclass(frozen=True)
class Evidence:
    """What stands beside a comparison's verdict.

    others        the claim's other metrics
    budgets       rival → what is known at every tuning budget (arms.by_budget); empty if there is but one
    rates         how often contestants diverged
    discordant    in which pairs one side alone diverged
    described     None if no seed of any data set has all contestants
    """

    others: Others
    budgets: Mapping[str, pd.DataFrame]
    rates: Sequence[Rate]
    discordant: Sequence[Discordant]
    described: Description | None


def collect(recorded: Recorded[Comparison], observations: pd.DataFrame, rivals: Sequence[RivalVerdict]) -> Evidence:
    """The evidence beside the verdict on `rivals`, which was reached from `observations`."""
    claim, replicas = recorded.claim, recorded.replicas
    # A share of all trials is the same whatever is chosen among them.
    varied = arms.budget(replicas) > 1 and not claim.metric.of_all_trials
    return Evidence(
        secondary.compare(claim, replicas),
        {rival: arms.by_budget(replicas, claim, rival) for rival in claim.rivals} if varied else {},
        diverged(recorded),
        discordant(replicas, claim.favourite, claim.rivals),
        _described(recorded, observations, rivals),
    )


def diverged(recorded: Recorded[Claim]) -> list[Rate]:
    """How often each level that takes part diverged."""
    return rates(recorded.replicas, recorded.claim.levels)


def _described(
    recorded: Recorded[Comparison], observations: pd.DataFrame, rivals: Sequence[RivalVerdict]
) -> Description | None:
    claim = recorded.claim
    table = aggregates.wide(observations, claim.contestants)
    if table.empty:
        return None
    middle = aggregates.interquartile_means(table)
    if claim.metric.smaller:  # values are turned so that larger is better; here the metric itself is shown
        middle = {name: Interval(-own.mean, -own.high, -own.low) for name, own in middle.items()}
    return Description(
        tuple(
            AgainstRival(
                rival.rival,
                aggregates.probability_of_improvement(table, claim.favourite, rival.rival),
                heterogeneity(rival.pairs),
            )
            for rival in rivals
        ),
        middle,
        aggregates.profiles(table),
        ranks(table, 1 - claim.probability),
        components(recorded.replicas, claim),
    )
