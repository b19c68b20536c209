"""A sweep: cells and their data are checked before anything trains, finished ones are skipped, the others launched."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from harness.cells.cell import Cell
from harness.cells.composed import Composed
from harness.cells.reading import read
from harness.engine import code_version
from harness.store import spool, tracking
from harness.store.tracking import Finished
from harness.sweeps import checks, progress
from harness.sweeps.compose import Composition, Words, composed
from harness.sweeps.ending import Ending, Status
from harness.sweeps.job import Job, do, hand_out

MANY = 50  # cells that take so long to be composed one by one that people ask why
CHUNKS, MOST = 8, 32  # chunks per process at least, and cells per chunk at most


@dataclass(frozen=True)
class Sweep:
    """What a sweep came to: its cells in Hydra's order, how each of them ended, and the words that asked for it.

    processes    of its launcher
    """

    cells: tuple[Cell, ...]
    endings: tuple[Ending, ...]
    experiment_id: str
    words: tuple[str, ...]
    processes: int

    @property
    def unavailable(self) -> dict[str, str]:
        """Data set → why it cannot be had."""
        ended = zip(self.cells, self.endings, strict=True)
        return {cell.levels["dataset"]: end.problem for cell, end in ended if end.status is Status.UNAVAILABLE}


def train(words: Sequence[str]) -> Sweep:
    """Compose, check, train and record all cells that `words` (Hydra's overrides and options) ask for.

    Finished ones are skipped. BadWord if none of them has data to train on: nothing is recorded then.
    """
    with composed(words) as composition:
        planned = _Planned.of(composition)
        first = planned.first
        # A new store is made only once it is known that there is something to record.
        experiment_id, finished = _store(first) if tracking.exists(first.tracking.uri) else ("", {})
        if first.tracking.rerun:
            finished = {}
        todo = [cell for cell in planned.cells if cell.key not in finished]
        lost = checks.unavailable(planned.cells, todo)
        experiment_id = experiment_id or _store(first)[0]
        left = {cell.key for cell in todo} - set(lost)
        trained = _launch(planned, left, experiment_id)
        return planned.sweep(experiment_id, planned.before(finished, lost) | trained)


def recorded(words: Sequence[str]) -> Sweep:
    """What is recorded of the same cells: trains nothing, sends what waits on disk, and loads no data."""
    with composed(words) as composition:
        planned = _Planned.of(composition)
        experiment_id, finished = _store(planned.first)
        return planned.sweep(experiment_id, planned.before(finished, {}))


def inspect(words: Sequence[str]) -> Sweep:
    """What `train` would find before it trains, without a trace in the store: skipped, missing or unavailable cells."""
    with composed(words) as composition:
        planned = _Planned.of(composition)
        first, experiment_id, finished = planned.first, "", {}
        if tracking.exists(first.tracking.uri):
            experiment_id = tracking.experiments(first.tracking.uri).get(_experiment(first), "")
            if experiment_id and not first.tracking.rerun:
                finished = tracking.finished(first.tracking.uri, experiment_id)
        lost = checks.unavailable(planned.cells, [cell for cell in planned.cells if cell.key not in finished])
        return planned.sweep(experiment_id, planned.before(finished, lost))


@dataclass(frozen=True)
class _Planned:
    """The cells of a sweep, in Hydra's order.

    words      of each cell
    composed   what each is composed of
    sizes      of the batches that are launched one after the other
    """

    composition: Composition
    cells: list[Cell]
    words: list[Words]
    composed: list[Composed]
    sizes: list[int]

    @classmethod
    def of(cls, composition: Composition) -> _Planned:
        """Read all cells; a BadWord or a ClaimError if one of them is none, or if they cannot be compared."""
        batches = composition.batches()
        words = [words for batch in batches for words in batch]
        compositions, dependent = composition.cells(words)
        if dependent and len(words) > MANY:
            print(f"{len(words)} cells are composed one by one, because {dependent}", file=sys.stderr, flush=True)
        cells = [read(one) for one in compositions]
        checks.comparable(cells, composition.asked.launcher)
        return cls(composition, cells, words, compositions, list(map(len, batches)))

    @property
    def first(self) -> Cell:
        return self.cells[0]

    def before(self, finished: Mapping[str, Finished], lost: Mapping[str, str]) -> dict[str, Ending]:
        """Cell key → how the cell stands before anything trains.

        finished    cell key → its run
        lost        cell key → why its data cannot be had
        """
        return {cell.key: _before(cell, finished, lost) for cell in self.cells}

    def sweep(self, experiment_id: str, endings: Mapping[str, Ending]) -> Sweep:
        """What came of it; `endings` by cell key."""
        ended = tuple(endings[cell.key] for cell in self.cells)
        composition = self.composition
        return Sweep(tuple(self.cells), ended, experiment_id, composition.asked.words, composition.processes)


def _before(cell: Cell, finished: Mapping[str, Finished], lost: Mapping[str, str]) -> Ending:
    if cell.key in finished:
        run = finished[cell.key]
        return Ending(cell.key, cell.name, Status.SKIPPED, run.run_id, stale=run.code_version != code_version())
    if cell.key in lost:
        return Ending(cell.key, cell.name, Status.UNAVAILABLE, problem=lost[cell.key])
    return Ending(cell.key, cell.name, Status.MISSING)


def _launch(planned: _Planned, left: set[str], experiment_id: str) -> dict[str, Ending]:
    """Train the cells whose keys are `left`, and show how far they are; key → how it ended."""
    if not left:
        return {}
    folder, claim = planned.composition.folder, planned.first.claim
    chunks = list(_chunks(planned, left))
    folder.mkdir(parents=True, exist_ok=True)
    hand_out([[_job(planned, at, experiment_id) for at in chunk] for batch in chunks for chunk in batch], folder)
    words = [[planned.words[chunk[0]] for chunk in batch] for batch in chunks]
    with progress.shown(folder, len(left), claim.name if claim else "sweep"):
        ended: list[list[Ending]] = planned.composition.launch(words, partial(do, folder=folder, parent=os.getpid()))
    return {ending.cell: ending for endings in ended for ending in endings}


def _job(planned: _Planned, at: int, experiment_id: str) -> Job:
    """The job that trains the cell `at` this place of the sweep."""
    cell, composed = planned.cells[at], planned.composed[at]
    tracking = replace(cell.tracking, experiment_id=experiment_id)
    return Job(replace(cell, tracking=tracking), composed.text, composed.asked.launcher)


def _chunks(planned: _Planned, left: set[str]) -> Iterator[list[list[int]]]:
    """The places of the cells whose keys are `left`: in chunks for the processes, by batches.

    So many cells a chunk that starting its job costs next to nothing; so few that no process waits long for another's.
    """
    processes = planned.composition.processes
    seen, start = set(), 0
    for size in planned.sizes:
        batch = []
        for at in range(start, start + size):
            if (key := planned.cells[at].key) in left and key not in seen:  # two cells may come to the same one
                seen.add(key)
                batch.append(at)
        length = max(1, min(MOST, len(batch) // (CHUNKS * processes)))
        if batch:
            yield [batch[first : first + length] for first in range(0, len(batch), length)]
        start += size


def _store(cell: Cell) -> tuple[str, dict[str, Finished]]:
    """Make the store and the experiment, send what still waits on disk; experiment id, and what is finished."""
    statement = cell.claim.statement if cell.claim else "Sweeps that no claim planned."
    uri = cell.tracking.uri
    experiment_id = tracking.prepare(uri, _experiment(cell), statement)
    _, kept = spool.send_waiting(uri)
    if kept:
        name, reason = next(iter(kept.items()))
        print(
            f"folklore: {len(kept)} of the results in outputs/spool could not be sent ({name}: {reason}); "
            f"they stay there, and the next call tries again",
            file=sys.stderr,
        )
    return experiment_id, tracking.finished(uri, experiment_id)


def _experiment(cell: Cell) -> str:
    return f"folklore/{cell.claim.name if cell.claim else 'sweeps'}"
