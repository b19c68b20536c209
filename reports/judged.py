"""One claim after its trial: what the page, and whoever else reports, needs of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from reports.claim import Claim
from reports.controls import Controls
from reports.load import Recorded
from reports.modifiers import Level
from reports.secondary import Others
from reports.verdict import Verdict


@dataclass(frozen=True)
class Judged:
    """A verdict with what it was reached from.

    recorded        everything recorded of the claim
    observations    the chosen replicas, from effects.observe
    others          the claim's other metrics
    levels          the verdict at every level of the claim's modifiers
    controls        what the method says where the answer is known
    confirmation    the verdict on fresh seeds, if they were asked for
    """

    verdict: Verdict
    recorded: Recorded
    observations: pd.DataFrame
    others: Others = field(default_factory=Others)
    levels: tuple[Level, ...] = ()
    controls: Controls | None = None
    confirmation: Verdict | None = None

    @property
    def claim(self) -> Claim:
        """The claim that was judged."""
        return self.verdict.claim
