"""`folklore judge --plan`: what a sweep takes here, and what it could decide. Nothing but a probe trains."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.commands.words import without_seeds
from reports.text import count, table

if TYPE_CHECKING:
    from harness.sweeps.forecast import Forecast
    from harness.sweeps.sweep import Sweep
    from reports.claims.comparison import Comparison
    from reports.statistics.power import Design

Spreads = tuple[float | None, float | None]  # between data sets, within them; None: not given

HEAD = ("data set", "cells", "finished", "replicas left", "time of one process")


def add_arguments(judge: argparse.ArgumentParser) -> None:
    """`--plan`, and the spreads to plan with."""
    judge.add_argument(
        "--plan", action="store_true", help="only say what the sweep takes here and what it could decide"
    )
    for name, where in (("between", "data sets’ effects"), ("within", "one data set’s seeds")):
        judge.add_argument(f"--{name}", type=_spread, metavar="SD", help=f"spread of {where} to plan with")


def _spread(text: str) -> float:
    """A standard deviation; argparse makes one line of what is raised."""
    with suppress(ValueError):
        if 0 <= (value := float(text)) < float("inf"):
            return value
    raise argparse.ArgumentTypeError(f"{text}: it must be a number, 0 or more")


def work(claims: Sequence[Sequence[str]], spreads: Spreads) -> int:
    """Print the plan of each of `claims`, the words of a sweep each; the exit status."""
    for words in claims:
        show(words, spreads)
    return 0


def show(words: Sequence[str], spreads: Spreads) -> None:
    """Print what the sweep that `words` ask for would take and could decide.

    spreads    standard deviations to plan with, instead of the recorded or the usual ones
    """
    from harness.commands.case import claim_of
    from harness.sweeps import forecast
    from harness.sweeps import sweep as sweeps
    from harness.sweeps.ending import Status
    from reports.claims.comparison import Comparison

    sweep = sweeps.inspect(words)
    claim = claim_of(sweep)
    ended = zip(sweep.cells, sweep.endings, strict=True)
    available = [(cell, end.status is Status.SKIPPED) for cell, end in ended if end.status is not Status.UNAVAILABLE]
    forecasts = forecast.forecasts(available, _probing)
    print(f"{claim.name}: “{claim.statement}”")
    for line in (*table(HEAD, list(map(_row, forecasts)), HEAD[1:]), *_totals(sweep, forecasts)):
        print(f"  {line}")
    for name, reason in sweep.unavailable.items():
        print(f"  without {name}, which could not be had: {reason}")
    if isinstance(claim, Comparison):
        for sentence in _decidable(claim, words, sweep, len(forecasts), spreads):
            print(textwrap.fill(sentence, 110, initial_indent="  ", subsequent_indent="    "))


def _probing(name: str) -> None:
    if sys.stderr.isatty():
        print(f"probing {name}", file=sys.stderr)


def _row(one: Forecast) -> tuple[str, ...]:
    time = duration(one.seconds) if one.replicas else "-"
    return one.data_set, str(one.cells), str(one.finished), f"{one.replicas:,}", time


def _totals(sweep: Sweep, forecasts: Sequence[Forecast]) -> list[str]:
    """What is left to do, and how long it takes."""
    from harness.sweeps import forecast

    training, trials = sweep.cells[0].training, sweep.cells[0].tuning.trials
    cells, finished, replicas = (
        sum(getattr(one, name) for one in forecasts) for name in ("cells", "finished", "replicas")
    )
    lines = [
        f"{count(cells, 'cell')}, {finished} of them finished; {count(replicas, 'replica')} "
        f"({count(training.seeds, 'seed')} × {count(trials, 'trial')} a cell) {'is' if replicas == 1 else 'are'} left "
        f"to train for {count(training.epochs, 'epoch')}"
    ]
    if left := cells - finished:
        workers = sweep.processes
        time = duration(forecast.elapsed(forecasts, min(workers, left)))
        processes = f"{workers} process{'es' if workers > 1 else ''}"
        lines.append(f"here about {time} on {processes}, by a probe of {forecast.EPOCHS} epochs of each cell")
    return lines


def _decidable(claim: Comparison, words: Sequence[str], sweep: Sweep, data_sets: int, spreads: Spreads) -> list[str]:
    """Which effects the sweep could decide, in sentences."""
    from reports.verdicts import planning

    return planning.sentences(claim, *_design(words, sweep, data_sets, spreads))


def _design(words: Sequence[str], sweep: Sweep, data_sets: int, spreads: Spreads) -> tuple[Design, str]:
    """The design of the sweep: its size, with the spreads that are given, recorded or assumed; how they are known.

    Recorded are those of its finished cells, or else of the finished cells with the claim's own number of seeds.
    """
    import numpy as np

    from harness.sweeps import sweep as sweeps
    from reports.errors import NothingRecorded, TooFewPairs
    from reports.verdicts import planning

    first = sweep.cells[0]
    seeds = first.training.seeds
    if spreads == (None, None):
        for asked in (sweep, sweeps.inspect(without_seeds(words))):
            with suppress(NothingRecorded, TooFewPairs):
                design, rival = _recorded(asked)
                sample = f"{count(design.data_sets, 'data set')}, {count(design.seeds, 'seed')}"
                return replace(design, data_sets=data_sets, seeds=seeds), f"recorded on {sample}, against {rival}"
    parts = first.split.parts(np.zeros(1000, dtype=np.int64), 0)  # of any 1,000 rows
    return planning.assumed(data_sets, seeds, len(parts.test) / len(parts.train), spreads)


def _recorded(sweep: Sweep) -> tuple[Design, str]:
    """The design behind the finished cells, and against which rival; NothingRecorded or TooFewPairs without one."""
    from harness.commands.case import case, read
    from harness.sweeps.ending import Status
    from reports.claims.comparison import Comparison
    from reports.errors import NothingRecorded
    from reports.statistics import arms
    from reports.verdicts import planning

    if all(ending.status is not Status.SKIPPED for ending in sweep.endings):  # there may be no store to read
        raise NothingRecorded("no cell is finished")
    recorded = read(case(sweep))
    claim = recorded.claim
    assert isinstance(claim, Comparison)
    return planning.recorded(claim, arms.observe(recorded.replicas, claim, claim.arm))


def duration(seconds: float) -> str:
    """0:07, 2:40 or 1:15:00."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
