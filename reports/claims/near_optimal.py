"""A claim that a magic number is as good as any: nobody beats it by more than anybody could overlook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from reports.claims.comparison import NOT_WORSE, WORSE, Comparison, Statement
from reports.claims.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class NearOptimal(Comparison):
    """The favourite loses to no rival by more than the ROPE. By how much it wins does not matter."""

    kind: ClassVar[str] = "near_optimal"
    statements: ClassVar[Mapping[Outcome, Statement]] = {Outcome.SUPPORTED: NOT_WORSE, Outcome.REVERSED: WORSE}
    wins: ClassVar[str] = "is good enough"
    one_loss_refutes: ClassVar[bool] = True
    planted: ClassVar[Outcome] = Outcome.REVERSED  # a win means nothing: it must find the favourite's loss

    @override
    def sentence(self, rival: str, outcome: Outcome) -> str:
        said = {
            Outcome.SUPPORTED: f"{self.favourite} is not worse than {rival} by more than",
            Outcome.REVERSED: f"{self.favourite} is worse than {rival} by more than",
        }
        return f"{said[outcome]} {self.margin}"

    @override
    def outcomes(self) -> str:
        return (
            f"SUPPORTED if {self.sure} {self.favourite} loses to no rival by more than {self.rope:g}; "
            f"REVERSED if {self.sure} it loses to one of them by more than that."
        )
