"""A claim that something cannot be done: no network ever gets past a bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from reports import text
from reports.claims.claim import OfMetric
from reports.claims.entries import ANY_NUMBER, NOT_NEGATIVE, PROBABILITY, Choice, Fault, Names, Words, entry
from reports.claims.metric import METRICS, SCORE, SCORES, Metric


@dataclass(frozen=True, kw_only=True)
class Impossible(OfMetric):
    """No network of a contestant, at any epoch, gets past the bound.

    contestants    the levels that are judged
    control        levels that must get past the bound, or the runs show nothing
    across         further words that are swept; what is claimed must hold at every value
    metric         accuracy or r2, on the test part
    bound          its largest value that can be reached
    tolerance      how far a value may be beyond the bound and still count as not past it
    probability    of the caveat: how sure it is that few further seeds get past the bound
    """

    kind: ClassVar[str] = "impossible"

    contestants: tuple[str, ...] = entry(Names())
    control: tuple[str, ...] = entry(Names(each="name"), ())
    across: tuple[str, ...] = entry(Words(), ())
    metric: Metric = entry(Choice({name: METRICS[name] for name in SCORES}), SCORE)
    bound: float = entry(ANY_NUMBER)
    tolerance: float = entry(NOT_NEGATIVE, 0.0)
    probability: float = entry(PROBABILITY, 0.95)

    @override
    def check(self) -> None:
        super().check()
        if both := sorted(set(self.contestants) & set(self.control)):
            raise Fault("control", f"{both[0]!r} is one of contestants and of control")

    @property
    @override
    def levels(self) -> tuple[str, ...]:
        return (*self.contestants, *self.control)

    @property
    @override
    def swept(self) -> tuple[str, ...]:
        return self.across

    @override
    def rule(self) -> list[str]:
        limit = f"{self.bound:g}" + (f" (and {self.tolerance:g} beyond)" if self.tolerance else "")
        sentences = [
            f"Looked at is the test {self.metric} of every network of {text.listed(self.contestants)}, of whatever "
            "seed and trial, after every epoch; nothing is chosen.",
            f"REVERSED if one of these values is above {limit}; SUPPORTED if none is.",
        ]
        if self.control:
            sentences.append(
                f"A network of {text.listed(self.control)}, the control, must get past {self.bound:g}; else UNDECIDED."
            )
        return [*sentences, *text.at_every_value(self.across)]
