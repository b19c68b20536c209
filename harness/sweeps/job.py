"""Jobs: cells are trained and kept on disk, in any process. Nothing that goes wrong in one stops the others."""

from __future__ import annotations

import pickle
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from datasets.dataset import DatasetError
from harness.cells.cell import Cell
from harness.store import spool
from harness.store.spool import Destination
from harness.sweeps import turns
from harness.sweeps.ending import Ending, Status
from harness.sweeps.progress import Reporter
from harness.sweeps.turns import Turn


@dataclass(frozen=True)
class Job:
    """What there is to do.

    cell           to train
    config         its configuration, as yaml
    launcher       name of the level of hydra/launcher
    destination    where its runs belong
    since          when this sweep looked for finished cells, as by turns.now
    """

    cell: Cell
    config: str
    launcher: str
    destination: Destination
    since: int


def hand_out(batches: Sequence[Sequence[Sequence[Job]]], folder: Path) -> list[list[int]]:
    """Write chunks of jobs to the `folder` of a sweep, where `do` finds them by their numbers; these, by batches."""
    numbers, chunks = [], 0
    for batch in batches:
        numbers.append(list(range(chunks, chunks + len(batch))))
        for chunk in batch:
            _path(folder, chunks).write_bytes(pickle.dumps(chunk))
            chunks += 1
    return numbers


def take_back(folder: Path) -> None:
    """Remove them: they are done. (Until then, whoever is lost can be replaced.)"""
    for path in folder.glob("jobs-*.pickle"):
        path.unlink()


def do(number: int, folder: Path) -> list[Ending]:
    """Do the jobs of a chunk; how each of them ended."""
    jobs: list[Job] = pickle.loads(_path(folder, number).read_bytes())
    endings = {job.cell.key: _in_turn(job, folder, wait=False) for job in jobs}
    for job in jobs:  # those that another sweep was at
        endings[job.cell.key] = endings[job.cell.key] or _in_turn(job, folder, wait=True)
    return [ending for ending in endings.values() if ending is not None]


def _path(folder: Path, number: int) -> Path:
    return folder / f"jobs-{number}.pickle"


def _in_turn(job: Job, folder: Path, wait: bool) -> Ending | None:
    """How a cell ended; None if another sweep is at it, unless it is to `wait` for that.

    folder    of the sweep, where the job says how far it is
    """
    cell = job.cell
    if cell.tracking.rerun:
        return _do(job, folder)
    with turns.taken(cell.key, job.destination, job.since, wait) as turn:
        if turn is Turn.BUSY:
            return None
        if turn is Turn.OURS:
            return _do(job, folder)
        Reporter(folder, cell.key, 1).finish()
        return Ending(cell.key, cell.name, Status.SKIPPED)


def _do(job: Job, folder: Path) -> Ending:
    """Train a cell and keep what came of it."""
    from threadpoolctl import threadpool_limits

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
        reporter.finish(failed=True)
        return Ending(cell.key, cell.name, Status.UNAVAILABLE, problem=" ".join(str(error).split()))
    except Exception as error:
        problem, trace = f"{type(error).__name__}: {error}".splitlines()[0][:500], traceback.format_exc()
    entry = ""
    try:
        runs = record.runs(cell, data, result, problem, folder.name, start, job.launcher)
        files = {"config.yaml": job.config} | ({"traceback.txt": trace} if trace else {})
        entry = spool.keep(job.destination, runs, result.save if result else None, files)
        if not problem:
            turns.over(cell.key, job.destination)
    except OSError as error:  # a full disk, a folder without permission
        problem = problem or f"the result could not be written: {error}"
    finally:
        reporter.finish(failed=bool(problem))
    status = Status.FAILED if problem else Status.FINISHED
    notes = tuple(f"{data.name}: {note}" for note in data.notes) if data else ()
    return Ending(cell.key, cell.name, status, entry, result.final() if result else None, problem, notes)
