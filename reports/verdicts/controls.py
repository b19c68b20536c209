"""Controls: what the verdict's own method says where the answer is known. They need no further training."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reports import text
from reports.claims.comparison import Comparison
from reports.claims.outcome import Outcome
from reports.claims.superiority import Superiority
from reports.errors import TooFewPairs
from reports.statistics.posterior import Interval, Probabilities, posterior
from reports.verdicts import verdict
from reports.verdicts.verdict import RivalVerdict, Verdict

PLANTED = 2.0  # ROPEs


@dataclass(frozen=True)
class Control:
    """A comparison whose answer is known.

    told        what was compared, in words
    passed      is the answer the right one?
    """

    told: str
    outcome: Outcome
    probabilities: Probabilities
    effect: Interval
    passed: bool


@dataclass(frozen=True)
class Controls:
    """Both controls of a verdict; one is None where it cannot be made."""

    itself: Control | None
    planted: Control | None
    favourite: str
    size: float

    @property
    def failed(self) -> bool:
        """Does the method find a difference where there is none?"""
        return self.itself is not None and not self.itself.passed

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a reader should make of them, a sentence for each."""
        if self.itself is None:
            first = (
                f"{self.favourite} cannot be held against itself: that takes two seeds of two data sets, or four of one"
            )
        elif self.failed:
            first = (
                f"the control failed: against itself, {self.favourite} is {self.itself.outcome}, "
                f"{text.interval(self.itself.effect)}; do not believe this verdict"
            )
        else:
            effect = text.interval(self.itself.effect)
            first = f"against itself, {self.favourite} is {self.itself.outcome}, as it should be: {effect}"
        if self.planted is None:
            return (first, "nothing planted, because the ROPE is 0")
        p = self.planted.probabilities
        sure = f"(probability {text.probability(max(p.better, p.worse))})"
        second = f"{self.planted.told} is found {sure}"
        if not self.planted.passed:
            second = (
                f"{self.planted.told} is not found {sure}: this sweep could not have found a mean "
                f"difference of that size"
            )
        return first, second


def run(reached: Verdict, observations: pd.DataFrame) -> Controls:
    """The controls of the verdict `reached` on `observations`."""
    claim = reached.claim
    return Controls(
        itself(claim, observations), _planted(claim, reached.closest), claim.favourite, PLANTED * claim.rope
    )


def withhold(reached: Verdict, controls: Controls) -> Verdict:
    """`reached`, or, if the method failed on what it should not decide, the same with all its decisions withheld."""
    if not controls.failed or reached.outcome is Outcome.UNDECIDED:
        return reached
    rivals = tuple(
        replace(rival, outcome=Outcome.UNDECIDED, would_be=rival.outcome)
        if rival.outcome is not Outcome.UNDECIDED
        else rival
        for rival in reached.rivals
    )
    reason = f"{controls.sentences[0]}. It would be {reached.outcome}, which is withheld: {reached.reason}"
    return replace(reached, outcome=Outcome.UNDECIDED, would_be=reached.outcome, rivals=rivals, reason=reason)


def itself(claim: Comparison, observations: pd.DataFrame) -> Control | None:
    """The favourite against itself (A/A): of each data set, its 1st, 3rd, … seed against its 2nd, 4th, … seed.

    No difference is true here. Two seeds share no draw at all, so these differences vary more than those of a pair
    and there are half as many: what is decided in spite of that is an alarm. Asked is what a claim of superiority
    asks, whatever the claim's own kind: of two equal contestants, it is right that neither is much worse.
    """
    own = observations[observations["contestant"] == claim.favourite]
    place = own.groupby("dataset")["seed"].rank("dense").astype(int) - 1
    other = f"{claim.favourite} on other seeds"
    halves = own.assign(seed=place // 2, contestant=np.where(place % 2 == 0, claim.favourite, other))
    try:
        against = verdict.judge(Superiority.over(other, claim), halves).rivals[0]
    except TooFewPairs:
        return None
    passed = against.outcome in (Outcome.EQUIVALENT, Outcome.UNDECIDED)
    told = f"{claim.favourite} against itself, every other seed"
    return Control(told, against.outcome, against.probabilities, against.effect, passed)


def _planted(claim: Comparison, closest: RivalVerdict) -> Control | None:
    """The closest rival's recorded differences, moved so that the mean effect is twice the ROPE: it must be found.

    Their spread over data sets and seeds is the recorded one. The claim's kind says whether a win or a loss.
    """
    if claim.rope == 0:
        return None
    wanted = claim.planted
    size = PLANTED * claim.rope
    aim = -size if wanted is Outcome.REVERSED else size
    moved = closest.pairs.assign(difference=closest.pairs["difference"] - closest.effect.mean + aim)
    mean = posterior(moved).mean
    probabilities = Probabilities.of(mean, claim.rope)
    passed = claim.statements[wanted].probability(probabilities) >= claim.probability
    told = f"a planted {'loss' if aim < 0 else 'difference'} of {size:g} against {closest.rival}"
    return Control(told, wanted if passed else Outcome.UNDECIDED, probabilities, Interval.of(mean), passed)
