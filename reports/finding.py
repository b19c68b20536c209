"""What comes of a claim that compares no means: impossible, identical, scaling."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reports.claim import Claim
from reports.load import Recorded
from reports.verdict import Outcome


@dataclass(frozen=True)
class Finding:
    """A claim's outcome with its evidence.

    headline    the number that it hangs on, in a few words
    head, rows  the evidence as a table of text, ready to be read
    evidence    the same in numbers, for the picture; its columns are said where it is made
    caveat      what such evidence cannot show
    """

    recorded: Recorded
    outcome: Outcome
    reason: str
    headline: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    evidence: pd.DataFrame
    caveat: str
    remarks: tuple[str, ...] = ()

    @property
    def claim(self) -> Claim:
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
