"""What `folklore judge` does beside sweeping and judging: say before what it takes."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from harness import compose, probe
from harness.sweep import Sweep

if TYPE_CHECKING:
    from reports.power import Design
    from reports.report import Case

Spreads = tuple[float | None, float | None]  # between data sets, within them; None: not given


def case(sweep: Sweep) -> Case:
    """The claim that was swept, and where its cells are recorded."""
    from reports.report import Case

    first = sweep.cells[0]
    ended = zip(sweep.cells, sweep.outcomes, strict=True)
    cells = {cell.key: cell.name for cell, end in ended if end.status != "unavailable"}
    return Case(
        first.claim or {}, first.tracking.uri, sweep.experiment_id, cells, sweep.unavailable, first.design, sweep.words
    )


def plan(words: Sequence[str], spreads: Spreads) -> None:
    """Print what the sweep that `words` ask for would take and could decide; only a probe trains, nothing is recorded.

    spreads    standard deviations to plan with, instead of the recorded or the usual ones
    """
    from reports import planning
    from reports.claim import Claim

    sweep = compose.look(list(words))
    claim = Claim.from_mapping(dict(sweep.cells[0].claim or {}), f"claim {(sweep.cells[0].claim or {}).get('name')}")
    had = [(cell, end) for cell, end in zip(sweep.cells, sweep.outcomes, strict=True) if end.status != "unavailable"]
    done = [end.status == "skipped" for _, end in had]
    forecast = probe.forecasts([cell for cell, _ in had], done, _probing)
    print(f"{claim.name}: “{claim.statement}”")
    for line in _table(forecast):
        print(f"  {line}")
    workers = _workers(sweep)
    training = sweep.cells[0].training
    left = sum(one.cells - one.finished for one in forecast)
    print(
        f"  {sum(one.cells for one in forecast)} cells, {sum(one.finished for one in forecast)} of them finished; "
        f"{sum(one.replicas for one in forecast):,} replicas ({training.seeds} seeds × "
        f"{sweep.cells[0].tuning.trials} trials a cell) are left to train for {training.epochs} epochs"
    )
    if left:
        time = duration(probe.elapsed(forecast, min(workers, left)))
        processes = f"{workers} process{'es' if workers > 1 else ''}"
        print(f"  here about {time} on {processes}, by a probe of {probe.EPOCHS} epochs of each cell")
    for name, reason in sweep.unavailable.items():
        print(f"  without {name}, which could not be had: {reason}")
    for sentence in planning.sentences(claim, *_design(words, sweep, len(forecast), spreads)):
        print(textwrap.fill(sentence, 110, initial_indent="  ", subsequent_indent="    "))


def _probing(name: str) -> None:
    if sys.stderr.isatty():
        print(f"probing {name}", file=sys.stderr)


def _table(forecast: Sequence[probe.Forecast]) -> list[str]:
    """A line per data set."""
    width = max(len("data set"), *(len(one.data_set) for one in forecast))
    lines = [f"{'data set':<{width}}  cells  finished  replicas left  time of one process"]
    for one in forecast:
        time = duration(one.seconds) if one.replicas else "-"
        lines.append(f"{one.data_set:<{width}}  {one.cells:>5}  {one.finished:>8}  {one.replicas:>13,}  {time:>19}")
    return lines


def _design(words: Sequence[str], sweep: Sweep, data_sets: int, spreads: Spreads) -> tuple[Design, str]:
    """The design of the sweep: its size, with the spreads that are given, recorded or assumed; how they are known.

    Recorded are those of its finished cells, or else of the finished cells with the claim's own number of seeds.
    """
    from reports import planning
    from reports.errors import ReportError

    first = sweep.cells[0]
    seeds, split = first.training.seeds, first.split
    if spreads == (None, None):
        for asked in (sweep, compose.look(without_seeds(words))):
            if any(end.status == "skipped" for end in asked.outcomes):
                with suppress(ReportError):
                    design, rival = planning.recorded(case(asked))
                    known = f"recorded on {design.data_sets} data sets, {design.seeds} seeds, against {rival}"
                    return replace(design, data_sets=data_sets, seeds=seeds), known
    overlap = split.test / ((1 - split.test) * (1 - split.validation))
    return planning.assumed(data_sets, seeds, overlap, spreads)


def without_seeds(words: Sequence[str]) -> list[str]:
    """`words` without those that say which seeds."""
    return [word for word in words if word.partition("=")[0] not in ("seeds", "first_seed")]


def _workers(sweep: Sweep) -> int:
    """How many processes the sweep's launcher starts."""
    return max(1, (os.cpu_count() or 1) + 1 + sweep.jobs if sweep.jobs < 0 else sweep.jobs)


def duration(seconds: float) -> str:
    """0:07, 2:40 or 1:15:00."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
