"""Claims that were swept, judged together: what `judge` and `report` do last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from harness.sweeps.sweep import Sweep
    from reports.records.case import Case

    Trial = tuple[list[Sweep], Case]  # all sweeps of a claim, and the case that they make


def show(trials: Sequence[Trial], pool: Executor) -> int:
    """Judge what was swept, print the verdicts and where their page is; the exit status.

    pool    what draws the pictures
    """
    from harness.commands import endings
    from harness.commands.case import read
    from harness.paths import OUTPUTS
    from reports import report

    swept = [one for sweeps, _ in trials for one in sweeps]
    for one in swept:
        endings.show_problems(one)
    ui = swept[0].cells[0].tracking.ui
    page = report.make([case for _, case in trials], OUTPUTS / "reports", ui, pool, read)
    print(f"report: {page}")
    return endings.status(swept)
