"""A claim about how training time grows with the size of a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from reports import text
from reports.claims.claim import Claim
from reports.claims.entries import POSITIVE, PROBABILITY, Fault, Names, Text, entry

SIZES = 3  # that a line through the logarithms needs at least


@dataclass(frozen=True, kw_only=True)
class Scaling(Claim):
    """The contestants' training time grows faster than size to the power of the exponent.

    contestants    the levels that are judged
    control        levels whose time must not grow as fast, or the runs show nothing
    size           the word that is swept to make networks larger, such as model.hidden
    exponent       of the number of parameters: time ~ parametersᵉ
    probability    probability from which on a statement is decided
    """

    kind: ClassVar[str] = "scaling"

    contestants: tuple[str, ...] = entry(Names())
    control: tuple[str, ...] = entry(Names(each="name"), ())
    size: str = entry(Text())
    exponent: float = entry(POSITIVE)
    probability: float = entry(PROBABILITY, 0.95)

    @override
    def check(self) -> None:
        super().check()
        if both := sorted(set(self.contestants) & set(self.control)):
            raise Fault("control", f"{both[0]!r} is one of contestants and of control")

    @override
    def fault_of_sweep(self, swept: Mapping[str, Sequence[str]]) -> Fault | None:
        enough = len(swept[self.size]) >= SIZES
        return None if enough else Fault(self.size, f"{self.size} needs {SIZES} sizes or more, to see how time grows")

    @property
    @override
    def levels(self) -> tuple[str, ...]:
        return (*self.contestants, *self.control)

    @property
    @override
    def swept(self) -> tuple[str, ...]:
        return (self.size,)

    @property
    @override
    def timed(self) -> bool:
        return True

    @override
    def rule(self) -> list[str]:
        sentences = [
            f"Measured is the processor time per epoch of one network, at several values of {self.size}, one cell "
            "after the other. The exponent e is that of the line through the logarithms, time ~ parametersᵉ, the same "
            "on all data sets.",
            f"SUPPORTED if with a probability of at least {self.probability:g} e is above {self.exponent:g} for each "
            f"of {text.listed(self.contestants)}; REVERSED if it is below for all of them; CONDITIONAL if it is above "
            "for some and below for the others; else UNDECIDED.",
        ]
        if (count := len(self.contestants)) > 1:
            sentences.append(
                f"The probabilities that the {count} contestants must reach are Holm’s: the clearest of them "
                f"{1 - (1 - self.probability) / count:.4g}, the last {self.probability:g}."
            )
        if self.control:
            sentences.append(
                f"For {text.listed(self.control)}, the control, e must be below {self.exponent:g}; else UNDECIDED."
            )
        return sentences
