"""Checks of a whole sweep, made before anything trains: can its cells be compared, and does every one suit its data?"""

from __future__ import annotations

from collections.abc import Sequence

from datasets.dataset import Dataset, DatasetError
from harness.cells.cell import Cell
from harness.errors import BadWord, alternatives
from harness.training import compatibility
from reports import wire
from reports.errors import ClaimError


def comparable(planned: Sequence[Cell], launcher: str) -> None:
    """A BadWord if the cells that a claim `planned` cannot be compared.

    launcher    name of the level of hydra/launcher

    A claim compares one cell per data set, contestant and further word that it declares: anything else would be
    pooled without saying so. Times can be compared only if nothing else ran beside them, and probabilities only if
    every contestant has some.
    """
    seen: dict[tuple[str, ...], Cell] = {}
    by_key: dict[str, str] = {}
    for cell in planned:
        claim = cell.claim
        if claim is None:
            continue
        where = f"claim {claim.name}"
        if claim.factor not in cell.levels:
            raise BadWord(f"{where}: factor is {claim.factor!r}; {alternatives(claim.factor, cell.levels)}")
        if claim.timed and launcher != wire.ONE_AT_A_TIME:
            raise BadWord(
                f"{where}: it compares times, so its cells must run one by one; "
                f"hydra/launcher={wire.ONE_AT_A_TIME} runs one at a time"
            )
        if claim.measure.of_probabilities and not any(map(cell.loss.probabilities, (1, 2))):
            raise compatibility.no_probabilities(cell)
        level = cell.levels[claim.factor]
        if (same := by_key.setdefault(cell.key, level)) != level:
            raise BadWord(
                f"{where}: {claim.factor}={same} and {claim.factor}={level} are one thing under two names: all that "
                f"numbers depend on is equal, so there is nothing to compare"
            )
        here = (cell.levels["dataset"], level, *map(cell.word, claim.swept))
        other = seen.setdefault(here, cell)
        if other is not cell:
            raise BadWord(
                f"{where}: two cells for {' and '.join(here)} ({other.name}; {cell.name}); a claim takes one cell per "
                f"data set and contestant, and per value of what it declares (size, across, modifiers)"
            )


def unavailable(planned: Sequence[Cell], todo: Sequence[Cell]) -> dict[str, str]:
    """Cell key → why its data set cannot be had, in one line. Each data set of `todo` is loaded once.

    planned    all cells of the sweep
    todo       those of them that are not finished

    BadWord if no planned cell can be trained, or if the claim cannot compare the data: nothing is recorded then. A cell
    that does not fit its data, while others of the sweep do, is left to fail on its own.
    """
    lost: dict[str, str] = {}
    refused: dict[str, str] = {}
    scores = set()
    for name, cells in _by_data(todo).items():
        try:
            data = cells[0].data()
            scores.add(data.score)
            refused |= _refused(cells, data)
        except DatasetError as error:
            lost[name] = " ".join(str(error).split())
        except Exception:  # no trouble with the data but a fault: the cell records it with its traceback
            continue
    reasons = [lost.get(_data(cell)) or refused.get(cell.key, "") for cell in planned]
    if all(reasons):
        others = len(set(reasons)) - 1
        raise BadWord(reasons[0] + (f"; and {others} more like this" if others else ""))
    if (claim := planned[0].claim) and scores:
        try:
            claim.on_data_judged_by(sorted(scores))
        except ClaimError as error:
            raise BadWord(f"claim {claim.name}: {error}") from None
    return {cell.key: lost[_data(cell)] for cell in todo if _data(cell) in lost}


def _refused(cells: Sequence[Cell], data: Dataset) -> dict[str, str]:
    """Cell key → what does not fit the `data` of all `cells`."""
    problems = {}
    for cell in cells:
        try:
            compatibility.check(cell, data)
        except BadWord as error:
            problems[cell.key] = str(error)
    return problems


def _by_data(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(_data(cell), []).append(cell)
    return groups


def _data(cell: Cell) -> str:
    """The same for cells of equal data, and for no others."""
    settings = cell.settings
    return str((settings["dataset"], settings["subsample"]))
