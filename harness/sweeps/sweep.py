"""A sweep: cells and their data are checked before anything trains, finished ones are skipped, the others launched."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from harness.cells.cell import Cell
from harness.cells.composed import Composed
from harness.cells.reading import read
from harness.engine import code_version
from harness.store import process, sending, spool, tracking
from harness.store.spool import Destination, Sent
from harness.store.tracking import Finished
from harness.sweeps import checks, progress, turns
from harness.sweeps.compose import Composition, composed
from harness.sweeps.ending import Ending, Status
from harness.sweeps.job import Job, do, hand_out, take_back
from harness.sweeps.progress import Plan
from reports.text import as_markdown

MANY = 50  # cells that take so long to be composed one by one that people ask why


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
        uri = planned.destination.uri
        known = _known(planned)
        todo = [cell for cell in planned.cells if cell.key not in known.kept]
        lost = checks.unavailable(planned.cells, todo)
        tracking.make_room(uri)  # only now that it is known that there is something to record
        left = {cell.key for cell in todo} - set(lost)
        with sending.under_way(uri) as sender:
            trained = _launch(planned, left, known.since)
        _say_what_waits(sender.sent, trained)
        return planned.sweep(known, lost, trained, sender.sent)


def recorded(words: Sequence[str]) -> Sweep:
    """What is recorded of the same cells: trains nothing, sends what waits on disk, and loads no data."""
    with composed(words) as composition:
        planned = _Planned.of(composition)
        sent = process.call(spool.send_waiting, planned.destination.uri)
        _say_what_waits(sent, {})
        return planned.sweep(_known(planned), {}, {}, sent)


def inspect(words: Sequence[str]) -> Sweep:
    """What `train` would find before it trains, without a trace in the store: skipped, missing or unavailable cells."""
    with composed(words) as composition:
        planned = _Planned.of(composition)
        known = _known(planned)
        lost = checks.unavailable(planned.cells, [cell for cell in planned.cells if cell.key not in known.kept])
        return planned.sweep(known, lost, {}, Sent())


@dataclass(frozen=True)
class _Known:
    """What is known of a sweep's cells before anything trains.

    since       when that was, as by turns.now
    finished    cell key → its run in the store
    waiting     cell key → the entry of the spool in which a trained cell waits to be sent
    """

    since: int
    experiment_id: str = ""
    finished: Mapping[str, Finished] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> set[str]:
        """The keys of the cells that need not be trained."""
        return {*self.finished, *self.waiting}


def _known(planned: _Planned) -> _Known:
    destination, since = planned.destination, turns.now()
    # What waits now is known before what is finished: whoever sends it in between must not make it unknown.
    waiting = spool.waiting(destination)
    if not tracking.exists(destination.uri):
        return _Known(since, waiting=waiting)
    experiment_id, finished = process.call(tracking.look, destination.uri, destination.experiment)
    if planned.first.tracking.rerun:
        return _Known(since, experiment_id)
    if planned.first.tracking.mend:
        finished = process.call(tracking.whole, destination.uri, finished)
    return _Known(since, experiment_id, finished, waiting)


@dataclass(frozen=True)
class _Planned:
    """The cells of a sweep, in Hydra's order.

    composed   what each is composed of
    sizes      of the batches that are launched one after the other
    """

    composition: Composition
    cells: list[Cell]
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
        return cls(composition, cells, compositions, list(map(len, batches)))

    @property
    def first(self) -> Cell:
        return self.cells[0]

    @property
    def destination(self) -> Destination:
        """Where its runs belong."""
        claim = self.first.claim
        about = as_markdown(claim.statement) if claim else "Sweeps that no claim planned."
        return Destination(self.first.tracking.uri, f"folklore/{claim.name if claim else 'sweeps'}", about)

    def sweep(self, known: _Known, lost: Mapping[str, str], trained: Mapping[str, Ending], sent: Sent) -> Sweep:
        """What came of it.

        lost       cell key → why its data cannot be had
        trained    cell key → how its training ended
        sent       what came of sending what waits
        """
        endings = tuple(_waiting(trained.get(cell.key) or _before(cell, known, lost), sent) for cell in self.cells)
        composition, destination = self.composition, self.destination
        experiment_id = known.experiment_id
        if trained and not experiment_id:
            experiment_id, _ = process.call(tracking.look, destination.uri, destination.experiment)
        return Sweep(tuple(self.cells), endings, experiment_id, composition.asked.words, composition.launcher.processes)


def _before(cell: Cell, known: _Known, lost: Mapping[str, str]) -> Ending:
    """How a cell stands that was not trained."""
    if run := known.finished.get(cell.key):
        return Ending(cell.key, cell.name, Status.SKIPPED, stale=run.code_version != code_version())
    if entry := known.waiting.get(cell.key):
        return Ending(cell.key, cell.name, Status.SKIPPED, entry)
    if cell.key in lost:
        return Ending(cell.key, cell.name, Status.UNAVAILABLE, problem=lost[cell.key])
    return Ending(cell.key, cell.name, Status.MISSING)


def _waiting(ending: Ending, sent: Sent) -> Ending:
    """The same, but for a cell that is trained and still waits on disk."""
    if ending.status in (Status.FINISHED, Status.SKIPPED) and ending.entry and spool.waits(ending.entry):
        return replace(ending, status=Status.UNSENT, problem=sent.reason(ending.entry))
    return ending


def _launch(planned: _Planned, left: set[str], since: int) -> dict[str, Ending]:
    """Train the cells whose keys are `left`, and show how far they are; key → how it ended."""
    if not left:
        return {}
    launcher, folder, claim = planned.composition.launcher, planned.composition.folder, planned.first.claim
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [[[_job(planned, at, since) for at in chunk] for chunk in batch] for batch in _chunks(planned, left)]
    numbers = hand_out(jobs, folder)
    networks = {cell.key: cell.training.seeds * cell.tuning.trials for cell in planned.cells if cell.key in left}
    ended: list[Ending] = []
    with progress.shown(folder, Plan(claim.name if claim else "sweep", time.time(), networks)):
        for batch in numbers:
            for endings in launcher.launch(partial(do, folder=folder), batch, folder):
                ended += endings
    take_back(folder)
    return {ending.cell: ending for ending in ended}


def _job(planned: _Planned, at: int, since: int) -> Job:
    """The job that trains the cell `at` this place of the sweep."""
    composed = planned.composed[at]
    return Job(planned.cells[at], composed.text, composed.asked.launcher, planned.destination, since)


def _chunks(planned: _Planned, left: set[str]) -> Iterator[list[list[int]]]:
    """The places of the cells whose keys are `left`: in a chunk for every job, by batches."""
    seen, start = set(), 0
    for size in planned.sizes:
        batch = []
        for at in range(start, start + size):
            if (key := planned.cells[at].key) in left and key not in seen:  # two cells may come to the same one
                seen.add(key)
                batch.append(at)
        length = planned.composition.launcher.cells_of_a_job(len(batch))
        if batch:
            yield [batch[first : first + length] for first in range(0, len(batch), length)]
        start += size


def _say_what_waits(sent: Sent, trained: Mapping[str, Ending]) -> None:
    """Name what waits in the spool because the store would not take it; of those `trained` now, others speak."""
    own = {ending.entry for ending in trained.values()}
    if others := {entry: reason for entry, reason in sent.problems.items() if entry not in own}:
        name, reason = next(iter(others.items()))
        print(
            f"folklore: {len(others)} of the results in outputs/spool could not be sent ({name}: {reason}); "
            f"they stay there, and the next call tries again",
            file=sys.stderr,
        )
