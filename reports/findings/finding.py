"""A finding: what comes of a claim that compares no means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

import pandas as pd

from reports.claims.outcome import Outcome
from reports.records.load import Kind, Recorded


@dataclass(frozen=True)
class Finding(Generic[Kind]):
    """A claim's outcome with its evidence.

    headline    the number that it hangs on, in a few words
    head, rows  the evidence as a table of text, ready to be read
    evidence    the same in numbers, for the picture; its columns are said where it is made
    caveat      what such evidence cannot show
    """

    recorded: Recorded[Kind]
    outcome: Outcome
    reason: str
    headline: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    evidence: pd.DataFrame
    caveat: str
    remarks: tuple[str, ...] = ()

    @property
    def claim(self) -> Kind:
        """The claim that was judged."""
        return self.recorded.claim

    @property
    def data_sets(self) -> int:
        """How many data sets it rests on."""
        return int(self.recorded.replicas["dataset"].nunique())

    @property
    def seeds(self) -> int:
        """How many seeds it rests on."""
        return int(self.recorded.replicas["seed"].nunique())
