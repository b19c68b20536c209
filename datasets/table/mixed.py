"""Columns of numbers and of categories side by side, some with gaps: x, categories and notes of a Dataset."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from datasets.table.column import Column
from datasets.table.names import some


def values(kept: Sequence[Column]) -> np.ndarray:
    """x (N, D)."""
    return np.column_stack([column.values for column in kept])


def categories(kept: Sequence[Column]) -> tuple[tuple[str, ...] | None, ...] | None:
    """The levels of every column; None where all of them are numbers and complete."""
    plain = all(column.levels is None and not column.missing for column in kept)
    return None if plain else tuple(column.levels for column in kept)


def inputs(kept: Sequence[Column]) -> int:
    """How many inputs a network has, when each category and each column's gaps are one."""
    return sum(len(column.levels or " ") + bool(column.missing) for column in kept)


def notes(kept: Sequence[Column]) -> list[str]:
    """Sentences on what preparation makes of gaps and of categories."""
    return [*_imputed(kept), *_encoded(kept)]


def _imputed(kept: Sequence[Column]) -> list[str]:
    """Which columns have gaps, in how many rows, and what stands there instead."""
    gaps = [column for column in kept if column.missing]
    numbers, categories = [c for c in gaps if c.levels is None], [c for c in gaps if c.levels is not None]
    cases = (
        ("numbers", numbers, "the training part’s mean stands there, and a column of 0 and 1 says so"),
        ("categories", categories, "missing is a category of its own"),
    )
    return [f"missing {kind}, imputed: {_rows(columns)}; {stands}" for kind, columns, stands in cases if columns]


def _rows(columns: Sequence[Column]) -> str:
    """The columns, each with the number of its missing values."""
    return some([f"{c.name} (in {c.missing:,} row{'s' if c.missing > 1 else ''})" for c in columns])


def _encoded(kept: Sequence[Column]) -> list[str]:
    """Which columns became one column per category."""
    categories = [f"{c.name} ({len(c.levels)})" for c in kept if c.levels is not None]
    return [f"categories, each a column of 0 and 1: {some(categories)}"] if categories else []


def pointed(levels: Mapping[str, Sequence[str]]) -> list[str]:
    """Sentences on columns, and their levels, of which some may be meant to be one."""
    return [
        f"{name} has levels that differ only by case, spaces or a final dot: {some(found)}"
        for name, own in levels.items()
        if (found := _alike(own))
    ]


def _alike(levels: Sequence[str]) -> list[str]:
    """Levels that differ only by case, spaces or a final dot, as `yes/Yes`."""
    groups: dict[str, list[str]] = {}
    for level in levels:
        groups.setdefault(re.sub(r"\s+", "", level.casefold()).rstrip("."), []).append(level)
    return ["/".join(group) for group in groups.values() if len(group) > 1]
