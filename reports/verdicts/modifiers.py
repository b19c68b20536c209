"""What the effect depends on: the verdict at every value of the claim's modifiers, and where it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from reports import text
from reports.claims.comparison import PROPERTIES, Comparison
from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.records.load import Recorded
from reports.statistics import holm
from reports.statistics.observations import pair
from reports.statistics.posterior import posterior
from reports.verdicts.verdict import RivalVerdict, Verdict, against, strength

SAID = {
    Outcome.SUPPORTED: "holds",
    Outcome.EQUIVALENT: "the two are equivalent",
    Outcome.REVERSED: "the rival is better",
    Outcome.CONDITIONAL: "it depends on the data set",
    Outcome.UNDECIDED: "undecided",
}


@dataclass(frozen=True)
class Subgroup:
    """The favourite against each rival where a modifier has one value.

    modifier    a word that is swept (`model.repeats`), or a property of data sets (`rows`)
    value       one of its values; of a property, one side of the median over data sets (`≤ 569`, `> 569`)
    """

    modifier: str
    value: str
    rivals: tuple[RivalVerdict, ...]

    @property
    def said(self) -> str:
        """The subgroup in a sentence: model.repeats=3, rows > 569."""
        return f"{self.modifier}{' ' if self.modifier in PROPERTIES else '='}{self.value}"


def subgroups(recorded: Recorded[Comparison], observations: pd.DataFrame) -> tuple[Subgroup, ...]:
    """Every subgroup by every modifier, in order; its effect is judged by the claim's own rule, on its cells alone.

    Each pair of subgroup and rival is a statement of its own, and the thresholds are Holm's over all of them. A
    subgroup without a pair is left out.
    """
    claim = recorded.claim
    compared = {}
    for modifier in claim.modifiers:
        for value, cells in _cells(recorded.runs, modifier):
            here = observations[observations["cell"].isin(cells)]
            for rival in claim.rivals:
                pairs = pair(here, claim.favourite, rival)
                try:
                    post = posterior(pairs)
                except TooFewPairs:
                    continue
                compared[modifier, value, rival] = pairs, post
    strengths = {at: strength(claim, post) for at, (_, post) in compared.items()}
    thresholds = holm.thresholds(strengths, claim.probability)
    verdicts: dict[tuple[str, str], list[RivalVerdict]] = {}
    for at, (pairs, post) in compared.items():
        modifier, value, rival = at
        reached = against(claim, rival, pairs, post, thresholds[at])
        verdicts.setdefault((modifier, value), []).append(reached)
    return tuple(Subgroup(modifier, value, tuple(rivals)) for (modifier, value), rivals in verdicts.items())


def _cells(runs: pd.DataFrame, modifier: str) -> list[tuple[str, list[str]]]:
    """Value → its cells; swept values in the order of the sweep, a property in two halves at the median data set."""
    if modifier not in PROPERTIES:
        return [(str(value), list(rows["cell"])) for value, rows in runs.groupby(modifier, sort=False)]
    known = runs.dropna(subset=[modifier])
    middle = float(known.drop_duplicates("dataset")[modifier].median()) if len(known) else float("nan")
    if not (known[modifier] > middle).any():  # more than half of the data sets have the largest value
        below = known.loc[known[modifier] < middle, modifier]
        middle = float(below.max()) if len(below) else middle
    halves = ((f"≤ {middle:g}", known[modifier] <= middle), (f"> {middle:g}", known[modifier] > middle))
    return [(value, list(known.loc[rows, "cell"])) for value, rows in halves if rows.any()]


def conditional(reached: Verdict, subgroups: Sequence[Subgroup]) -> Verdict:
    """`reached`, or CONDITIONAL if subgroups by one modifier are decided, and not alike, against the same rival."""
    reasons = []
    for modifier in dict.fromkeys(one.modifier for one in subgroups):
        own = [one for one in subgroups if one.modifier == modifier]
        for rival in reached.claim.rivals:
            outcomes = [(here, one.outcome) for here in own for one in here.rivals if one.rival == rival]
            decided = {outcome for _, outcome in outcomes} - {Outcome.UNDECIDED, Outcome.CONDITIONAL}
            if len(decided) > 1:
                reasons.append(sentence(reached.claim, rival, outcomes))
    return replace(reached, outcome=Outcome.CONDITIONAL, reason="; ".join(reasons)) if reasons else reached


def sentence(claim: Comparison, rival: str, outcomes: Sequence[tuple[Subgroup, Outcome]]) -> str:
    """Where it changes: `relu against sigmoid: the two are equivalent with model.repeats=1, holds from 3 on`."""
    runs = [
        (outcome, [subgroup for subgroup, _ in run]) for outcome, run in groupby(outcomes, key=lambda pair: pair[1])
    ]
    parts = []
    for place, (outcome, run) in enumerate(runs):
        first = run[0].said if place == 0 or run[0].modifier in PROPERTIES else run[0].value
        last = place == len(runs) - 1 and place > 0
        if run[0].modifier in PROPERTIES:
            where = f"where {text.listed([one.said for one in run])}"
        elif last and len(run) > 1:
            where = f"from {first} on"
        else:
            where = f"with {text.listed([first, *(one.value for one in run[1:])])}"
        parts.append(f"{SAID[outcome]} {where}")
    return f"{claim.favourite} against {rival}: {', '.join(parts)}"
