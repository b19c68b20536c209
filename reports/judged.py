"""One claim after its trial: what the page, and whoever else reports, needs of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from reports.claim import Claim
from reports.controls import Controls
from reports.load import Recorded
from reports.modifiers import Level
from reports.multiverse import Analysis
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
    arms            arm → its verdict, the claim's own first; empty if there was nothing to tune
    analyses        what other reasonable analyses say, from multiverse.multiverse
    """

    verdict: Verdict
    recorded: Recorded
    observations: pd.DataFrame
    others: Others = field(default_factory=Others)
    levels: tuple[Level, ...] = ()
    controls: Controls | None = None
    confirmation: Verdict | None = None
    arms: Mapping[str, Verdict] = field(default_factory=dict)
    analyses: Sequence[Analysis] = ()

    @property
    def claim(self) -> Claim:
        """The claim that was judged."""
        return self.verdict.claim
