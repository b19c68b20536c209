"""Claims swept one after the other, and then judged together: what `judge` and `report` do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.commands.rounds import How, tried

if TYPE_CHECKING:
    from harness.commands.rounds import SweepVerb


def give(claims: Sequence[Sequence[str]], how: How, sweep: SweepVerb) -> int:
    """Print the verdicts on `claims`, the words of a sweep each, and where their page is; the exit status.

    sweep    sweeps.train, or sweeps.recorded, which trains nothing
    """
    from harness.commands import endings
    from harness.paths import OUTPUTS
    from reports import report

    trials = [tried(words, how, sweep) for words in claims]
    swept = [one for sweeps, _ in trials for one in sweeps]
    for one in swept:
        endings.show_problems(one)
    page = report.make([case for _, case in trials], OUTPUTS / "reports", swept[0].cells[0].tracking.ui)
    print(f"report: {page}")
    return endings.status(swept)
