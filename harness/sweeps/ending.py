"""How a cell ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The ways in which a cell may end."""

    FINISHED = "finished"  # trained and recorded
    SKIPPED = "skipped"  # it was finished before
    MISSING = "missing"  # it has no finished run, and was not to be trained
    FAILED = "failed"  # and its run in MLflow says why
    UNSENT = "unsent"  # trained; the result waits on disk
    UNAVAILABLE = "unavailable"  # there is no data to train it on, and nothing is recorded


BAD = (Status.FAILED, Status.UNSENT, Status.UNAVAILABLE)  # they make the exit status 1


@dataclass(frozen=True)
class Ending:
    """How one cell ended.

    cell      its key
    entry     of the spool, where what came of it was kept
    scores    final medians over the seeds, by MLflow's metric name
    problem   what went wrong, in one line
    notes     sentences on what was done to the data
    stale     was it trained by another version of the code that numbers depend on?
    """

    cell: str
    name: str
    status: Status
    entry: str = ""
    scores: dict[str, float] | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    stale: bool = False
