"""Comparisons: a favourite and its rivals, whose difference is held against the region of practical equivalence (ROPE).

What differs from kind to kind of comparison are class variables and methods of it: the statements that it can end with,
and what they are called.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, ClassVar, Protocol

from typing_extensions import override

from reports import text
from reports.claims.arm import ARMS, TUNED, Arm
from reports.claims.claim import OfMetric
from reports.claims.entries import NOT_NEGATIVE, PROBABILITY, Choice, Choices, Fault, Names, Text, Words, entry
from reports.claims.metric import METRICS, SCORE, SCORES, Metric
from reports.claims.outcome import Outcome

PROPERTIES = ("rows", "features", "classes")  # modifiers that a data set has by itself


class Odds(Protocol):
    """Probabilities that an effect is above, inside and below the ROPE."""

    @property
    def better(self) -> float:
        """P(effect > ROPE)."""

    @property
    def equivalent(self) -> float:
        """P(−ROPE ≤ effect ≤ ROPE)."""

    @property
    def worse(self) -> float:
        """P(effect < −ROPE)."""


@dataclass(frozen=True)
class Statement:
    """That an effect lies between `low` and `high`, both in ROPEs: −1, 1 or without an end."""

    low: float
    high: float

    def probability(self, odds: Odds) -> float:
        """How probable it is."""
        parts = ((1.0, inf, odds.better), (-1.0, 1.0, odds.equivalent), (-inf, -1.0, odds.worse))
        return sum(share for low, high, share in parts if self.low <= low and high <= self.high)

    def confidence(self, rope: float, test: Callable[[float], tuple[float, float]]) -> float:
        """The same by a one-sided `test`, bound → (confidence above it, confidence below it); of two ends, the lesser.

        With two ends these are two one-sided tests (Schuirmann 1987).
        """
        above = [test(self.low * rope)[0]] if isfinite(self.low) else []
        below = [test(self.high * rope)[1]] if isfinite(self.high) else []
        return min(above + below)


BETTER, NOT_WORSE = Statement(1.0, inf), Statement(-1.0, inf)
EQUIVALENT, WORSE = Statement(-1.0, 1.0), Statement(-inf, -1.0)


@dataclass(frozen=True, kw_only=True)
class Comparison(OfMetric):
    """The favourite against each rival.

    favourite       the contestant that the folklore says wins
    rivals          the contestants that it is compared with
    metric          what the claim is about: chosen on its validation value, judged on its test value
    rope            half-width of the region of practical equivalence, in units of the metric; left out, its usual one
    probability     probability from which on a statement is decided
    arm             what is judged: contestants `tuned` with an equal budget, or each as `published`, its default
    secondary       metrics that are compared as well, without a say in the verdict; None: all that were measured
    modifiers       what the effect may depend on: rows, features, classes, or further words that are swept
    """

    statements: ClassVar[Mapping[Outcome, Statement]]
    wins: ClassVar[str]  # what the favourite is on a data set where it is SUPPORTED
    one_loss_refutes: ClassVar[bool] = False  # does a single rival that wins make it REVERSED?
    planted: ClassVar[Outcome] = Outcome.SUPPORTED  # what it must end with where a difference was planted

    favourite: str = entry(Text())
    rivals: tuple[str, ...] = entry(Names())
    metric: Metric = entry(Choice(METRICS), SCORE)
    rope: float = entry(NOT_NEGATIVE, SCORE.rope)
    probability: float = entry(PROBABILITY, 0.95)
    arm: Arm = entry(Choice(ARMS), TUNED)
    secondary: tuple[Metric, ...] | None = entry(Choices(METRICS, "metric"), None)
    modifiers: tuple[str, ...] = entry(Words(), ())

    @classmethod
    @override
    def implied(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return {"rope": values.get("metric", SCORE).rope}

    @override
    def check(self) -> None:
        super().check()
        if self.favourite in self.rivals:
            raise Fault("rivals", f"the favourite {self.favourite!r} is also one of rivals")
        if self.rope >= self.metric.range:
            raise Fault(
                "rope",
                f"rope is {self.rope:g}, and values of {self.metric.short} differ by {self.metric.range:g} at most: "
                f"all would be EQUIVALENT",
            )
        own = SCORES if self.metric is SCORE else (self.metric.name,)
        if twice := [metric.name for metric in self.secondary or () if metric.name in own]:
            raise Fault("secondary", f"secondary names {twice[0]!r}, which is the claim's own metric")

    @property
    def contestants(self) -> tuple[str, ...]:
        """The favourite, and then its rivals."""
        return (self.favourite, *self.rivals)

    @property
    @override
    def levels(self) -> tuple[str, ...]:
        return self.contestants

    @property
    @override
    def swept(self) -> tuple[str, ...]:
        return tuple(name for name in self.modifiers if name not in PROPERTIES)

    @property
    def edges(self) -> tuple[float, ...]:
        """The ends of the ROPE on which a statement hangs."""
        ends = {end for one in self.statements.values() for end in (one.low, one.high) if isfinite(end)}
        return tuple(end * self.rope for end in sorted(ends))

    @abstractmethod
    def sentence(self, rival: str, outcome: Outcome) -> str:
        """What a decided `outcome` says of the favourite and `rival`."""

    def combined(self, outcomes: Sequence[Outcome]) -> Outcome:
        """One outcome for all rivals: theirs if they agree; else it depends, or is undecided."""
        if len(set(outcomes)) == 1:
            return outcomes[0]
        if self.one_loss_refutes and Outcome.REVERSED in outcomes:
            return Outcome.REVERSED
        return Outcome.UNDECIDED if Outcome.UNDECIDED in outcomes else Outcome.CONDITIONAL

    @property
    def margin(self) -> str:
        """The ROPE in a sentence: `0.01 in accuracy`."""
        return f"{self.rope:g} in {self.metric.short}"

    @property
    def sure(self) -> str:
        """The probability that decides, in a sentence."""
        return f"with a probability of at least {self.probability:g}"

    @abstractmethod
    def outcomes(self) -> str:
        """The part of the rule that says what is SUPPORTED, and what else."""

    @override
    def rule(self) -> list[str]:
        trial = self.metric.chosen if self.arm.tuned else "each seed at its contestant’s published default"
        sentences = [
            f"A difference in {self.metric.said} of up to {self.rope:g} either way does not matter (the ROPE); "
            f"what is judged is the mean difference over data sets, {trial}."
        ]
        if self.metric.smaller:
            sentences.append("Less of it is better, and an effect above 0 means that the favourite has less.")
        sentences.append(self.outcomes())
        sentences.append(
            "CONDITIONAL if it is credibly one thing on some data sets and the opposite on others; else UNDECIDED."
        )
        if self.modifiers:
            sentences.append(
                f"CONDITIONAL also if levels of {text.listed(self.modifiers)} are decided differently by this rule, "
                "with Holm’s thresholds over all of them; above, the mean over swept values counts."
            )
        if (rivals := len(self.rivals)) > 1:
            sentences.append(
                f"Each of the {rivals} rivals is a comparison of its own, and the probabilities they must reach are "
                f"Holm’s: the clearest of them {1 - (1 - self.probability) / rivals:.4g}, the last "
                f"{self.probability:g}."
            )
        return sentences
