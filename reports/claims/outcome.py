"""What a claim's trial can end with."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The five verdicts."""

    SUPPORTED = "SUPPORTED"
    EQUIVALENT = "EQUIVALENT"
    REVERSED = "REVERSED"
    CONDITIONAL = "CONDITIONAL"
    UNDECIDED = "UNDECIDED"
