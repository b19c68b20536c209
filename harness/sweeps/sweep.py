"""A sweep: cells and their data are checked before anything trains, finished ones are skipped, the others launched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from harness.cells.cell import Cell
from harness.cells.reading import read
from harness.store import spool, tracking
from harness.sweeps import checks, progress
from harness.sweeps.compose import Composition, Words, composed
from harness.sweeps.ending import Ending, Status
from harness.sweeps.job import job


@dataclass(frozen=True)
class Sweep:
    """What a sweep came to: its cells in Hydra's order, how each of them ended, and the words that asked for it.

    processes    of its launcher, as joblib counts them: −1 is one per processor
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
    """The cells of a sweep.

    batches    their words, in the batches that are launched one after the other
    by_words   words → cell
    """

    composition: Composition
    batches: list[list[Words]]
    by_words: dict[tuple[str, ...], Cell]

    @classmethod
    def of(cls, composition: Composition) -> _Planned:
        """Read all cells; a BadWord or a ClaimError if one of them is none, or if they cannot be compared."""
        batches = composition.batches()
        by_words = {tuple(words): read(*composition.cell(words)) for batch in batches for words in batch}
        checks.comparable(list(by_words.values()), composition.asked.launcher)
        return cls(composition, batches, by_words)

    @property
    def cells(self) -> list[Cell]:
        return list(self.by_words.values())

    @property
    def first(self) -> Cell:
        return self.cells[0]

    def before(self, finished: Mapping[str, str], lost: Mapping[str, str]) -> dict[str, Ending]:
        """Cell key → how the cell stands before anything trains.

        finished    cell key → id of its run
        lost        cell key → why its data cannot be had
        """
        return {cell.key: _before(cell, finished, lost) for cell in self.cells}

    def sweep(self, experiment_id: str, endings: Mapping[str, Ending]) -> Sweep:
        """What came of it; `endings` by cell key."""
        ended = tuple(endings[cell.key] for cell in self.cells)
        composition = self.composition
        return Sweep(tuple(self.cells), ended, experiment_id, composition.asked.words, composition.processes)


def _before(cell: Cell, finished: Mapping[str, str], lost: Mapping[str, str]) -> Ending:
    if cell.key in finished:
        return Ending(cell.key, cell.name, Status.SKIPPED, finished[cell.key])
    if cell.key in lost:
        return Ending(cell.key, cell.name, Status.UNAVAILABLE, problem=lost[cell.key])
    return Ending(cell.key, cell.name, Status.MISSING)


def _launch(planned: _Planned, left: set[str], experiment_id: str) -> dict[str, Ending]:
    """Train the cells whose keys are `left`, and show how far they are; key → how it ended."""
    by_words, folder, claim = planned.by_words, planned.composition.folder, planned.first.claim
    batches = [[words for words in batch if by_words[tuple(words)].key in left] for batch in planned.batches]
    if not left:
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [[[*words, f"tracking.experiment_id='{experiment_id}'"] for words in batch] for batch in batches if batch]
    with progress.shown(folder, sum(map(len, jobs)), claim.name if claim else "sweep"):
        endings: list[Ending] = planned.composition.launch(jobs, partial(job, folder=folder))
    return {ending.cell: ending for ending in endings}


def _store(cell: Cell) -> tuple[str, dict[str, str]]:
    """Make the store and the experiment, send what still waits on disk; experiment id, and what is finished."""
    statement = cell.claim.statement if cell.claim else "Sweeps that no claim planned."
    uri = cell.tracking.uri
    experiment_id = tracking.prepare(uri, _experiment(cell), statement)
    spool.send_waiting(uri)
    return experiment_id, tracking.finished(uri, experiment_id)


def _experiment(cell: Cell) -> str:
    return f"folklore/{cell.claim.name if cell.claim else 'sweeps'}"
