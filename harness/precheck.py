"""What only the data can show, found before anything trains: a set that cannot be had, a word that does not fit it."""

from __future__ import annotations

from collections.abc import Sequence

from datasets.dataset import DatasetError
from harness.cell import Cell
from harness.errors import BadWord


def unavailable(planned: Sequence[Cell], todo: Sequence[Cell]) -> dict[str, str]:
    """Cell key → why its data set cannot be had, in one line. Each data set of `todo` is loaded once.

    planned    all cells of the sweep
    todo       those of them that are not finished

    BadWord if no planned cell can be trained: nothing is recorded then. A cell that does not fit its data, while others
    of the sweep do, is left to fail on its own.
    """
    lost: dict[str, str] = {}
    refused: dict[str, str] = {}
    for name, cells in _by_data(todo).items():
        try:
            refused |= _refused(cells)
        except DatasetError as error:
            lost[name] = " ".join(str(error).split())
        except Exception:  # no trouble with the data but a fault: the cell records it with its traceback
            continue
    reasons = [lost.get(_data(cell)) or refused.get(cell.key, "") for cell in planned]
    if all(reasons):
        others = len(set(reasons)) - 1
        raise BadWord(reasons[0] + (f"; and {others} more like this" if others else ""))
    return {cell.key: lost[_data(cell)] for cell in todo if _data(cell) in lost}


def _refused(cells: Sequence[Cell]) -> dict[str, str]:
    """Cell key → what does not fit the data, which are those of all `cells`."""
    data = cells[0].data()
    found = {}
    for cell in cells:
        try:
            cell.check(data)
        except BadWord as error:
            found[cell.key] = str(error)
    return found


def _by_data(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(_data(cell), []).append(cell)
    return found


def _data(cell: Cell) -> str:
    """The same for cells of equal data, and for no others."""
    settings = cell.settings
    return str((settings["dataset"], settings["subsample"]))
