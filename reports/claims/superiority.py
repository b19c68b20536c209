"""A claim that one contestant beats the others by more than anybody could overlook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self

from typing_extensions import override

from reports.claims.comparison import BETTER, EQUIVALENT, WORSE, Comparison, Statement
from reports.claims.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class Superiority(Comparison):
    """The favourite beats each rival by more than the ROPE."""

    kind: ClassVar[str] = "superiority"
    statements: ClassVar[Mapping[Outcome, Statement]] = {
        Outcome.SUPPORTED: BETTER,
        Outcome.EQUIVALENT: EQUIVALENT,
        Outcome.REVERSED: WORSE,
    }
    wins: ClassVar[str] = "is better"

    @classmethod
    def over(cls, rival: str, claim: Comparison) -> Self:
        """That the favourite of any `claim` beats `rival`, all else being that claim's."""
        return cls(**{field.name: getattr(claim, field.name) for field in fields(Comparison)} | {"rivals": (rival,)})

    @override
    def sentence(self, rival: str, outcome: Outcome) -> str:
        said = {
            Outcome.SUPPORTED: f"{self.favourite} is better than {rival} by more than",
            Outcome.EQUIVALENT: f"{self.favourite} and {rival} differ by less than",
            Outcome.REVERSED: f"{self.favourite} is worse than {rival} by more than",
        }
        return f"{said[outcome]} {self.margin}"

    @override
    def outcomes(self) -> str:
        rival = self.rivals[0] if len(self.rivals) == 1 else "its rival"
        return (
            f"SUPPORTED if {self.sure} {self.favourite} is better than {rival} by more than {self.rope:g}; "
            f"EQUIVALENT if {self.sure} the two differ by less than that; "
            f"REVERSED if {self.sure} it is worse by more than that."
        )
