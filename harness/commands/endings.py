"""How the cells of a sweep ended, in the terminal and as an exit status."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from math import isnan

from harness.sweeps.ending import BAD, Ending, Status
from harness.sweeps.sweep import Sweep
from reports import wire
from reports.claims.metric import ACCURACY, R2
from reports.text import count, public, table

SCORES = {wire.final(wire.test(ACCURACY)): "accuracy", wire.final(wire.test(R2)): "R²"}  # metric → what people call it


def show(sweep: Sweep) -> None:
    """Print a line per cell, and where to look."""
    cells = [(ending.name, ending.status, _scores(ending) or ending.problem) for ending in sweep.endings]
    print("\n".join(table((), cells)))
    for note in dict.fromkeys(note for ending in sweep.endings for note in ending.notes):
        print(note)
    show_problems(sweep)
    print("look at them with: folklore ui")


def _scores(ending: Ending) -> str:
    scores = ending.scores or {}
    return ", ".join(_score(said, name, scores) for name, said in SCORES.items() if name in scores)


def _score(said: str, name: str, scores: Mapping[str, float]) -> str:
    if not isnan(scores[name]):
        return f"test {said} {scores[name]:.4f}"
    if diverged := int(scores.get(wire.final("diverged"), 0)):
        return f"no test {said}, because all replicas diverged ({diverged})"
    return f"no test {said}, because the test parts hold one value only"


def show_problems(sweep: Sweep) -> None:
    """Print to stderr what went wrong."""
    uri = public(sweep.cells[0].tracking.uri)
    data_sets = {cell.levels["dataset"] for cell in sweep.cells}
    if unsent := _with(Status.UNSENT, sweep):
        waiting = f"{count(len(unsent), 'cell')} {'waits' if len(unsent) == 1 else 'wait'}"
        _say(
            f"folklore: {waiting} in outputs/spool, because {uri} could not be written to ({unsent[0].problem}); the "
            f"next call sends {'it' if len(unsent) == 1 else 'them'}."
        )
    if stale := [ending for ending in sweep.endings if ending.stale]:
        _say(
            f"folklore: trained by another version of the code: {len(stale)} of {count(len(sweep.endings), 'cell')}; "
            f"tracking.rerun=true trains {'it' if len(stale) == 1 else 'them'} again."
        )
    if failed := _with(Status.FAILED, sweep):
        _say(f"folklore: {len(failed)} of {count(len(sweep.endings), 'cell')} failed:")
        for ending in failed:
            _say(f"  {ending.name}: {ending.problem}")
    if lost := sweep.unavailable:
        _say(f"folklore: {len(lost)} of {count(len(data_sets), 'data set')} could not be had:")
        for name, reason in lost.items():
            _say(f"  {name}: {reason}")


def _with(status: Status, sweep: Sweep) -> list[Ending]:
    return [ending for ending in sweep.endings if ending.status is status]


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def status(sweeps: Sequence[Sweep]) -> int:
    """The exit status: 1 if a cell ended badly."""
    return int(any(ending.status in BAD for sweep in sweeps for ending in sweep.endings))
