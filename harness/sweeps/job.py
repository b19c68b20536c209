"""Jobs: cells are trained and recorded, in any process. Nothing that goes wrong in one stops the others."""

from __future__ import annotations

import os
import pickle
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from datasets.dataset import DatasetError
from harness.cells.cell import Cell
from harness.sweeps.ending import Ending, Status
from harness.sweeps.progress import Reporter

LOOK = 0.5  # seconds between two looks at the parent


@dataclass(frozen=True)
class Job:
    """What there is to do.

    cell        to train
    config      its configuration, as yaml
    launcher    name of the level of hydra/launcher
    """

    cell: Cell
    config: str
    launcher: str


def hand_out(chunks: Sequence[Sequence[Job]], folder: Path) -> None:
    """Write chunks of jobs to the `folder` of a sweep, where `do` finds them by their numbers."""
    for number, chunk in enumerate(chunks):
        _path(folder, number).write_bytes(pickle.dumps(chunk))


def do(number: int, folder: Path, parent: int) -> list[Ending]:
    """Do the jobs of a chunk; how each of them ended.

    parent    the process that asks for it; this one, if it is a child of it, ends with it
    """
    if os.getppid() == parent:
        _end_with(parent)
    path = _path(folder, number)
    jobs: list[Job] = pickle.loads(path.read_bytes())
    endings = [_do(job, folder) for job in jobs]
    path.unlink()
    return endings


@cache  # one watch for all chunks of this process
def _end_with(parent: int) -> None:
    """Leave as soon as `parent` is gone, however it ended: nobody would wait for the results, or train them twice."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _path(folder: Path, number: int) -> Path:
    return folder / f"jobs-{number}.pickle"


def _do(job: Job, folder: Path) -> Ending:
    """Train and record a cell.

    folder    of the sweep, where the job says how far it is
    """
    from threadpoolctl import threadpool_limits

    from harness.store import spool
    from harness.sweeps import record
    from harness.training.run import run

    cell = job.cell
    work = cell.training.seeds * cell.tuning.trials * cell.training.epochs
    reporter = Reporter(folder, cell.key, work)
    start = time.time()
    data, result, problem, trace = None, None, "", ""
    try:
        data = cell.data()
        with threadpool_limits(1):  # small products; and the other processors have cells of their own
            result = run(cell, data, reporter.advance)
    except DatasetError as error:  # gone since the sweep was checked
        reporter.finish()
        return Ending(cell.key, cell.name, Status.UNAVAILABLE, problem=" ".join(str(error).split()))
    except Exception as error:
        problem, trace = f"{type(error).__name__}: {error}".splitlines()[0][:500], traceback.format_exc()
    run_id, unsent = None, ""
    try:
        runs = record.runs(cell, data, result, problem, folder.name, start, job.launcher)
        files = {"config.yaml": job.config} | ({"traceback.txt": trace} if trace else {})
        run_id, unsent = spool.deliver(cell.tracking, runs, result.save if result else None, files)
    except OSError as error:  # a full disk, a folder without permission
        problem = problem or f"the result could not be written: {error}"
    finally:
        reporter.finish()
    status = Status.FAILED if problem else Status.UNSENT if unsent else Status.FINISHED
    notes = tuple(f"{data.name}: {note}" for note in data.notes) if data else ()
    return Ending(cell.key, cell.name, status, run_id, result.final() if result else None, problem or unsent, notes)
