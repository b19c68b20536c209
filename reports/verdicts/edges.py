"""Withholds a verdict when a contestant's best trial lies on the edge of its search space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from scipy import stats

from reports import text
from reports.claims.outcome import Outcome
from reports.records.space import Space
from reports.verdicts.verdict import RivalVerdict, Verdict, overall

LEAST_TRIALS = 8  # of fewer, the best is at an edge too easily, and the edge says too little about the space
SHARE = 0.5  # of all seeds of all data sets that chose the edge
CHANCE = 0.01  # at most, that so many chose it if the response were flat


@dataclass(frozen=True)
class Edge:
    """A bound of a search space that `contestant`'s chosen trials crowd at: the value of `name` tried next to it.

    share       of the seeds that chose it
    data_set    where; None: on all data sets together
    """

    contestant: str
    name: str
    tried: float
    lower: bool
    space: Space
    share: float
    data_set: str | None = None

    def __str__(self) -> str:
        side, how = ("smallest", "lower the lower") if self.lower else ("largest", "raise the upper")
        bound = self.space.low if self.lower else self.space.high
        where = f" on {self.data_set}" if self.data_set else ""
        return (
            f"{self.contestant}{where}: {self.share:.0%} of the seeds chose the {side} {self.name} tried "
            f"({self.tried:.3g}); {how} bound of its search space, now {bound:g}"
        )


def edges(observations: pd.DataFrame, replicas: pd.DataFrame, spaces: Mapping[str, Mapping[str, Space]]) -> list[Edge]:
    """All bounds that contestants' chosen trials crowd at, on all data sets together or on one of them.

    A trial is on the edge if none has a smaller (or none a larger) value of a hyperparameter, and if that value is
    in the outer 2/K of the declared space, K being the number of trials. If the response were flat, each of the K
    would be chosen with probability 1/K; an edge is reported if half of the seeds or more chose it, and if that many
    would do so by chance with a probability of at most 0.01 (binomial; for single data sets 0.01 over their number).

    observations    the chosen replicas, from observations.observe
    spaces          contestant → hyperparameter (`optimizer.lr`) → its declared space
    """
    trials, crowded = int(replicas["trial"].nunique()), []
    if trials < LEAST_TRIALS:
        return []
    tried = dict(list(replicas.groupby("contestant")))
    for contestant, chosen in observations[~observations["diverged"]].groupby("contestant"):
        for name, space in spaces.get(str(contestant), {}).items():
            values = tried[contestant][name]
            values = values[values > 0] if space.scale == "log" else values
            for lower, edge in ((True, float(values.min())), (False, float(values.max()))):
                if (space.share(edge) if lower else 1 - space.share(edge)) > 2 / trials:
                    continue
                on_it = chosen[name] == edge
                if _crowded(on_it, trials, CHANCE):
                    crowded.append(Edge(str(contestant), name, edge, lower, space, float(on_it.mean())))
                    continue
                each = dict(list(on_it.groupby(chosen["dataset"].astype(str))))
                for data_set, here in each.items():
                    if _crowded(here, trials, CHANCE / len(each)):
                        crowded.append(Edge(str(contestant), name, edge, lower, space, float(here.mean()), data_set))
    return crowded


def _crowded(on_it: pd.Series, trials: int, chance: float) -> bool:
    """Do half of the seeds or more stand there, so many that a flat response would have it at most by `chance`?"""
    hits = int(on_it.sum())
    return hits >= SHARE * len(on_it) and float(stats.binom.sf(hits - 1, len(on_it), 1 / trials)) <= chance


def withhold(verdict: Verdict, edges: Sequence[Edge]) -> Verdict:
    """`verdict` without the decisions about contestants that are on an edge of all data sets: they become UNDECIDED.

    Beyond the bound a contestant may be better than it could show, so what was decided about it is not about its
    best. What it would have been stays in `would_be`. A decision that does not hang on it stands; an edge on one
    data set alone is only remarked on.
    """
    if not edges:
        return verdict
    names = list(dict.fromkeys(edge.contestant for edge in edges if not edge.data_set))
    rivals = tuple(_withheld(rival, verdict.claim.favourite, names) for rival in verdict.rivals)
    outcome, reason = overall(verdict.claim, rivals)
    if names and verdict.outcome is Outcome.CONDITIONAL:  # on what its effects depend, be it data sets or modifiers
        outcome, reason = Outcome.UNDECIDED, f"{_because(Outcome.CONDITIONAL, names)}: {verdict.reason}"
    elif not names:
        outcome, reason = verdict.outcome, verdict.reason
    remarks = (*verdict.remarks, *(str(edge) for edge in edges))
    would_be = verdict.outcome if outcome is not verdict.outcome else None
    return replace(verdict, outcome=outcome, reason=reason, rivals=rivals, remarks=remarks, would_be=would_be)


def _withheld(rival: RivalVerdict, favourite: str, names: Sequence[str]) -> RivalVerdict:
    concerned = [name for name in names if name in (favourite, rival.rival)]
    if not concerned or rival.outcome is Outcome.UNDECIDED:
        return rival
    reason = f"against {rival.rival} {_because(rival.outcome, concerned)}"
    return replace(rival, outcome=Outcome.UNDECIDED, reason=reason, would_be=rival.outcome)


def _because(outcome: Outcome, names: Sequence[str]) -> str:
    return (
        f"it would be {outcome}, which is withheld because the best trials of {text.listed(names)} are on the edge "
        f"of the search space"
    )
