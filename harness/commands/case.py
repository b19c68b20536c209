"""From a sweep to the case that a report judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.store import process
from harness.sweeps.ending import Status
from reports.records.case import Case

if TYPE_CHECKING:
    from harness.sweeps.sweep import Sweep
    from reports.claims.claim import Claim
    from reports.records.load import Recorded


def claim_of(sweep: Sweep) -> Claim:
    """The claim that was swept: words that remove it are refused before."""
    claim = sweep.cells[0].claim
    assert claim is not None
    return claim


def case(sweep: Sweep) -> Case:
    """The claim that was swept, and where its cells are recorded."""
    first = sweep.cells[0]
    ended = zip(sweep.cells, sweep.endings, strict=True)
    return Case(
        claim_of(sweep),
        first.tracking.uri,
        sweep.experiment_id,
        {cell.key: cell.name for cell, ending in ended if ending.status is not Status.UNAVAILABLE},
        sweep.unavailable,
        first.setup,
        sweep.words,
        data_sets=tuple(dict.fromkeys(cell.levels["dataset"] for cell in sweep.cells)),
        stale=sum(ending.stale for ending in sweep.endings),
    )


def read(case: Case) -> Recorded[Claim]:
    """What is recorded of a case, read where MLflow is at work."""
    from reports.records import load  # imports pandas

    return process.call(load.read, case)
