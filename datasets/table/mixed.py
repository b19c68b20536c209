"""Columns of numbers and of categories, some of them with gaps, side by side: what a Dataset holds of them."""

from __future__ import annotations

from collections.abc import Sequence

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


def notes(kept: Sequence[Column]) -> list[str]:
    """Sentences on what preparation makes of gaps and of categories."""
    return [*_imputed(kept), *_encoded(kept)]


def _imputed(kept: Sequence[Column]) -> list[str]:
    """Which values were missing, and what stands there instead."""
    sentences = []
    for what, stands in (
        ("numbers", "the training part’s mean stands there, and a column of 0 and 1 says so"),
        ("categories", "missing is a category of its own"),
    ):
        lacking = [c for c in kept if c.missing and (c.levels is None) == (what == "numbers")]
        if lacking:
            rows = some([f"{c.name} (in {c.missing:,} row{'s' if c.missing > 1 else ''})" for c in lacking])
            sentences.append(f"missing {what}, imputed: {rows}; {stands}")
    return sentences


def _encoded(kept: Sequence[Column]) -> list[str]:
    """Which columns became one column per category."""
    categories = [f"{c.name} ({len(c.levels)})" for c in kept if c.levels is not None]
    return [f"categories, each a column of 0 and 1: {some(categories)}"] if categories else []
