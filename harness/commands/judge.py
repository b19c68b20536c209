"""What `folklore judge` does around a sweep: plan it, add seeds until it decides, confirm it on fresh seeds."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.errors import BadWord
from harness.sweeps import compose
from harness.sweeps import forecast as probe
from harness.sweeps.sweep import Sweep

if TYPE_CHECKING:
    from reports.claim import Claim
    from reports.power import Design
    from reports.report import Case

Spreads = tuple[float | None, float | None]  # between data sets, within them; None: not given


ROUND = 5  # seeds that `--until-decided` adds at a time


@dataclass(frozen=True)
class How:
    """How a claim is tried.

    most       add seeds in rounds until it is decided, up to so many; None: one round
    confirm    try it on fresh seeds, too
    """

    most: int | None = None
    confirm: bool = False


def tried(words: Sequence[str], how: How, plan_only: bool) -> tuple[list[Sweep], Case]:
    """Sweep the claim that `words` name, as often as `how` asks for; all sweeps, and the case that they make.

    A ClaimError, before anything trains, if `words` make no claim of it.
    """
    _claim(compose.claim(list(words)))
    sweeps = [compose.sweep(list(words), plan_only)]
    found = case(sweeps[0])
    if how == How():
        return sweeps, found
    if not claim_of(sweeps[0]).is_comparison:
        print(f"{claim_of(sweeps[0]).name} compares nothing: --until-decided and --confirm do not apply to it")
        return sweeps, found
    if how.most is not None:
        found = _rounds(sweeps, list(words), how.most, plan_only)
    if not how.confirm:
        return sweeps, found
    first = sweeps[0].cells[0].training
    seeds = sum(sweep.cells[0].training.seeds for sweep in sweeps)
    # Far from all seeds that verdicts see, and other ones for every number of them.
    fresh = [f"seeds={seeds}", f"first_seed={1000 * (first.first_seed + seeds)}"]
    sweeps.append(compose.sweep([*without_seeds(words), *fresh], plan_only))
    return sweeps, replace(found, confirmation=case(sweeps[-1]))


def _rounds(sweeps: list[Sweep], words: list[str], most: int, plan_only: bool) -> Case:
    """Add to `sweeps` while the claim is undecided and `most` seeds could decide it; the case that they make."""
    from reports import report, sequential
    from reports.errors import ReportError
    from reports.sequential import Looks
    from reports.verdict import Outcome

    found, training = case(sweeps[0]), sweeps[0].cells[0].training
    if most <= training.seeds:
        raise BadWord(f"--at-most {most}: the first round has {training.seeds} seeds already; allowed: more than that")
    seen = [training.seeds]
    while True:
        cells = {key: name for sweep in sweeps for key, name in case(sweep).cells.items()}
        found = replace(found, cells=cells, looks=Looks(tuple(seen), most))
        try:
            reached = report.decide(found)
        except ReportError:  # whoever makes the report says why
            return found
        print(f"{reached.claim.name}: {reached.outcome} after {seen[-1]} seeds", flush=True)
        over = reached.outcome is not Outcome.UNDECIDED or reached.would_be is not None
        if over or seen[-1] >= most or sequential.hopeless(reached, most):
            return found
        more = min(ROUND, most - seen[-1])
        asked = [f"seeds={more}", f"first_seed={training.first_seed + seen[-1]}"]
        following = compose.sweep([*without_seeds(words), *asked], plan_only)
        if plan_only and any(end.status == "missing" for end in following.outcomes):
            return found
        sweeps.append(following)
        seen.append(seen[-1] + more)


def claim_of(sweep: Sweep) -> Claim:
    """The claim that was swept."""
    return _claim(sweep.cells[0].claim or {})


def _claim(entries: Mapping[str, Any]) -> Claim:
    from reports.claim import Claim

    return Claim.from_mapping(entries, f"claim {entries.get('name')}")


def case(sweep: Sweep) -> Case:
    """The claim that was swept, and where its cells are recorded."""
    from reports.report import Case

    first = sweep.cells[0]
    ended = zip(sweep.cells, sweep.outcomes, strict=True)
    cells = {cell.key: cell.name for cell, end in ended if end.status != "unavailable"}
    planned = tuple(dict.fromkeys(cell.levels["dataset"] for cell in sweep.cells))
    return Case(
        first.claim or {}, first.tracking.uri, sweep.experiment_id, cells, sweep.unavailable, first.design, sweep.words,
        data_sets=planned,
    )  # fmt: skip


def plan(words: Sequence[str], spreads: Spreads) -> None:
    """Print what the sweep that `words` ask for would take and could decide; only a probe trains, nothing is recorded.

    spreads    standard deviations to plan with, instead of the recorded or the usual ones
    """
    from reports import planning

    sweep = compose.look(list(words))
    claim = claim_of(sweep)
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
    can = planning.sentences(claim, *_design(words, sweep, len(forecast), spreads)) if claim.is_comparison else []
    for sentence in can:
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
    seeds = first.training.seeds
    if spreads == (None, None):
        for asked in (sweep, compose.look(without_seeds(words))):
            if any(end.status == "skipped" for end in asked.outcomes):
                with suppress(ReportError):
                    design, rival = planning.recorded(case(asked))
                    known = f"recorded on {design.data_sets} data sets, {design.seeds} seeds, against {rival}"
                    return replace(design, data_sets=data_sets, seeds=seeds), known
    parts = first.split.parts(np.zeros(1000, dtype=np.int64), 0)  # of any 1,000 rows
    return planning.assumed(data_sets, seeds, len(parts.test) / len(parts.train), spreads)


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
