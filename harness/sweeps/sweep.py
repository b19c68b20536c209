"""A sweep: cells and their data are checked before anything trains, finished ones are skipped, the others launched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.plugins import Plugins
from hydra.types import HydraContext
from omegaconf import DictConfig

from harness.cells.cell import Cell
from harness.cells.reading import read
from harness.errors import BadWord
from harness.store import tracking
from harness.sweeps import checks, progress
from harness.sweeps.job import Outcome, job


@dataclass(frozen=True)
class Sweep:
    """What a sweep came to: its cells, how each of them ended, and the words that it was asked for with.

    jobs    processes of its launcher, as joblib counts them: −1 is one per processor
    """

    cells: tuple[Cell, ...]
    outcomes: tuple[Outcome, ...]
    experiment_id: str
    words: tuple[str, ...]
    jobs: int = 1

    @property
    def unavailable(self) -> dict[str, str]:
        """Data set → why it cannot be had."""
        ended = zip(self.cells, self.outcomes, strict=True)
        return {cell.levels["dataset"]: end.problem for cell, end in ended if end.status == "unavailable"}


def run(config: DictConfig, context: HydraContext, plan_only: bool) -> Sweep:
    """Check, skip, launch; what came of every cell, in Hydra's order. BadWord if none of them has data to train on.

    config       as Hydra composes it for a multirun
    plan_only    train nothing: cells without a finished run come out as `missing`
    """
    batches = _batches(config, context)
    by_words = _cells(batches, config, context)
    planned = list(by_words.values())
    first = planned[0]
    # A new store is made only once it is known that there is something to record.
    experiment_id, finished = _store(first) if plan_only or tracking.exists(first.tracking.uri) else ("", {})
    if first.tracking.rerun and not plan_only:
        finished = {}
    todo = [cell for cell in planned if cell.key not in finished]
    lost = {} if plan_only else checks.unavailable(planned, todo)
    experiment_id = experiment_id or _store(first)[0]
    outcomes = {cell.key: _without_training(cell, finished, lost) for cell in planned}
    if not plan_only:
        left = {cell.key for cell in todo} - set(lost)
        words_left = [[words for words in batch if by_words[tuple(words)].key in left] for batch in batches]
        outcomes |= _launch(words_left, config, context, experiment_id, first)
    ended = tuple(outcomes[cell.key] for cell in planned)
    return Sweep(tuple(planned), ended, experiment_id, tuple(config.hydra.overrides.task))


def look(config: DictConfig, context: HydraContext) -> Sweep:
    """What `run` would find before it trains, without a trace in the store: `skipped`, `missing` or `unavailable`."""
    planned = list(_cells(_batches(config, context), config, context).values())
    first, experiment_id, finished = planned[0], "", {}
    if tracking.exists(first.tracking.uri):
        experiment_id = tracking.experiments(first.tracking.uri).get(_experiment(first), "")
        if experiment_id and not first.tracking.rerun:
            finished = tracking.finished(first.tracking.uri, experiment_id)
    lost = checks.unavailable(planned, [cell for cell in planned if cell.key not in finished])
    outcomes = tuple(_without_training(cell, finished, lost) for cell in planned)
    jobs = int(config.hydra.launcher.get("n_jobs") or 1)
    return Sweep(tuple(planned), outcomes, experiment_id, tuple(config.hydra.overrides.task), jobs)


def _cells(batches: list[list[list[str]]], config: DictConfig, context: HydraContext) -> dict[tuple[str, ...], Cell]:
    """Words → the cell that they compose to, of all `batches`."""
    by_words = {
        tuple(words): _composed(context.config_loader.load_sweep_config(config, list(words)))
        for batch in batches
        for words in batch
    }
    checks.check(list(by_words.values()), str(config.hydra.launcher._target_))
    return by_words


def _batches(config: DictConfig, context: HydraContext) -> list[list[list[str]]]:
    """Every cell's words: all combinations of hydra.sweeper.params and the command line, which has the last word."""
    sweeper = config.hydra.sweeper
    if not str(sweeper._target_).endswith(".BasicSweeper"):
        raise BadWord(f"hydra/sweeper={sweeper._target_}: only all combinations (basic) can be paired")
    fixed = [f"{key}={value}" for key, value in (sweeper.params or {}).items()]
    parser = OverridesParser.create(config_loader=context.config_loader)
    overrides = parser.parse_overrides([*fixed, *config.hydra.overrides.task])
    for override in overrides:
        if override.key_or_group == "suite" and override.is_sweep_override():
            raise BadWord(f"{override.input_line}: one suite at a time; more data sets go in dataset=a,b,c")
    return list(BasicSweeper.split_arguments(overrides, sweeper.max_batch_size))


def _without_training(cell: Cell, finished: Mapping[str, str], lost: Mapping[str, str]) -> Outcome:
    """How `cell` stands before anything trains; `finished` has run ids by cell key, `lost` reasons."""
    if cell.key in finished:
        return Outcome(cell.key, cell.name, "skipped", finished[cell.key])
    if cell.key in lost:
        return Outcome(cell.key, cell.name, "unavailable", problem=lost[cell.key])
    return Outcome(cell.key, cell.name, "missing")


def _composed(config: DictConfig) -> Cell:
    return read(config, config.hydra)


def _launch(
    batches: list[list[list[str]]], config: DictConfig, context: HydraContext, experiment_id: str, first: Cell
) -> dict[str, Outcome]:
    """Hand all cells to Hydra's launcher, and show how far they are."""
    total = sum(map(len, batches))
    if not total:
        return {}
    launcher = Plugins.instance().instantiate_launcher(hydra_context=context, task_function=job, config=config)
    folder = Path(config.hydra.sweep.dir)
    folder.mkdir(parents=True, exist_ok=True)
    returned: list[Any] = []
    with progress.shown(folder, total, str(first.claim["name"]) if first.claim else "sweep"):
        for batch in filter(None, batches):
            jobs = [[*words, f"tracking.experiment_id='{experiment_id}'"] for words in batch]
            returned += launcher.launch(jobs, initial_job_idx=len(returned))
    return {outcome.cell: outcome for outcome in (one.return_value for one in returned)}


def _store(cell: Cell) -> tuple[str, dict[str, str]]:
    """Make the store and the experiment, send what still waits on disk; experiment id, and what is finished."""
    from harness.store import spool

    statement = str(cell.claim["statement"]) if cell.claim else "Sweeps that no claim planned."
    uri = cell.tracking.uri
    experiment_id = tracking.prepare(uri, _experiment(cell), statement)
    spool.send_waiting(uri)
    return experiment_id, tracking.finished(uri, experiment_id)


def _experiment(cell: Cell) -> str:
    return f"folklore/{cell.claim['name'] if cell.claim else 'sweeps'}"
