"""A claim that several computations are the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from reports import text
from reports.claims.claim import Claim
from reports.claims.entries import NOT_NEGATIVE, Fault, Names, Words, entry


@dataclass(frozen=True, kw_only=True)
class Identical(Claim):
    """All contestants compute the same, up to the tolerance.

    contestants    the levels that are held against the first of them
    across         further words that are swept; what is claimed must hold at every value
    tolerance      how far two values may be apart and still count as equal
    """

    kind: ClassVar[str] = "identical"

    contestants: tuple[str, ...] = entry(Names())
    across: tuple[str, ...] = entry(Words(), ())
    tolerance: float = entry(NOT_NEGATIVE)

    @override
    def check(self) -> None:
        super().check()
        if len(self.contestants) < 2:
            raise Fault("contestants", "contestants must be two or more, to be compared with each other")

    @property
    @override
    def levels(self) -> tuple[str, ...]:
        return self.contestants

    @property
    @override
    def swept(self) -> tuple[str, ...]:
        return self.across

    @override
    def rule(self) -> list[str]:
        reference, *others = self.contestants
        return [
            f"Held against {reference} is {text.listed(others)}, network by network and epoch by epoch: the losses "
            "and scores of all parts, of every seed and trial.",
            f"SUPPORTED if none of these values is further apart than {self.tolerance:g}; REVERSED if one is.",
            "UNDECIDED if training changed no loss by more than that, so that nothing could differ.",
            *text.at_every_value(self.across),
        ]
