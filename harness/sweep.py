"""A sweep: all cells are checked before any of them trains, finished ones are skipped, the others launched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.plugins import Plugins
from hydra.types import HydraContext
from omegaconf import DictConfig

from harness import cell as cells
from harness import progress, tracking
from harness.cell import Cell
from harness.errors import BadWord
from harness.job import Outcome, job


@dataclass(frozen=True)
class Sweep:
    """What a sweep came to: its cells, and how each of them ended."""

    cells: tuple[Cell, ...]
    outcomes: tuple[Outcome, ...]
    experiment_id: str


def run(config: DictConfig, context: HydraContext, plan_only: bool) -> Sweep:
    """Check, skip, launch; what came of every cell, in Hydra's order.

    config       as Hydra composes it for a multirun
    plan_only    train nothing: cells without a finished run come out as `missing`
    """
    batches = _batches(config, context)
    by_words = {
        tuple(words): _composed(context.config_loader.load_sweep_config(config, list(words)))
        for batch in batches
        for words in batch
    }
    planned = list(by_words.values())
    _one_per_contestant(planned)
    experiment_id, finished = _store(planned[0])
    if planned[0].tracking.rerun and not plan_only:
        finished = {}
    outcomes = {
        cell.key: Outcome(cell.key, cell.name, "skipped", finished[cell.key])
        if cell.key in finished
        else Outcome(cell.key, cell.name, "missing")
        for cell in planned
    }
    todo = [[words for words in batch if by_words[tuple(words)].key not in finished] for batch in batches]
    if not plan_only:
        outcomes |= _launch(todo, config, context, experiment_id, planned[0])
    return Sweep(tuple(planned), tuple(outcomes[cell.key] for cell in planned), experiment_id)


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


def _composed(config: DictConfig) -> Cell:
    return cells.read(config, config.hydra)


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
    from harness import spool

    claim = cell.claim or {"name": "sweeps", "statement": "Sweeps that no claim planned."}
    uri = cell.tracking.uri
    experiment_id = tracking.prepare(uri, f"folklore/{claim['name']}", str(claim["statement"]))
    spool.send_waiting(uri)
    return experiment_id, tracking.finished(uri, experiment_id)


def _one_per_contestant(planned: list[Cell]) -> None:
    """A claim compares one cell per data set and contestant: anything else would be pooled without saying so."""
    seen: dict[tuple[str, str], Cell] = {}
    for cell in planned:
        if cell.claim is None:
            continue
        here = cell.levels["dataset"], cell.levels[str(cell.claim["factor"])]
        other = seen.setdefault(here, cell)
        if other is not cell:
            raise BadWord(
                f"claim {cell.claim['name']}: two cells for {' and '.join(here)} ({other.name}; {cell.name}); "
                f"a claim takes one cell per data set and contestant"
            )
