"""A column of a user's table: its values as numbers, and whether anything can be learned from it as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from datasets.dataset import DatasetError
from datasets.table.dates import are_dates
from datasets.table.names import listing, some, typing

MOST_LEVELS = 250  # one-hot columns are dense: a million rows of so many take a gigabyte
FEW_LEVELS = 10  # up to this many are categories, however few the rows
MOST_CODES = 100_000  # in more rows than this, text that never repeats is not taken for an identifier
IDENTIFIER = re.compile(r"(?i:(^|[^a-z])(id|uuid|guid|key|index))$|[a-z]I[dD]$|^(?i:unnamed: ?[0.]+|level_\d+)$")
NEARLY = re.compile(r"[\W_]*(0[xX][\da-fA-F]+|\d[\d\W_]*([^\W\d_]{1,3}[\d\W_]*)?)")  # digits first, and hardly a letter
MANY = 1000  # levels that are looked at to know whether all are nearly numbers
YEARS = (1500, 2200)  # whole numbers that count up between them are years, not numbers of rows
SAME = 1e-12  # two numbers that differ by less, relative to the larger, are the same but for rounding


@dataclass(frozen=True)
class Column:
    """One column of N rows.

    values    (N,) float64: numbers, or the numbers of levels; NaN where the value is missing
    levels    the categories in order, or None for numbers
    measured  is it written as what measures something (with a point, a unit), and not as what only counts?
    place     its number among the columns of the file, from 1; 0 if that does not matter
    """

    name: str
    values: np.ndarray
    levels: tuple[str, ...] | None = None
    measured: bool = False
    place: int = 0

    def __getitem__(self, rows: np.ndarray) -> Column:
        """The column of some rows, by their numbers or a mask; levels that do not occur in them are left out."""
        values = self.values[rows]
        if self.levels is None:
            return replace(self, values=values)
        used, place = np.unique(values, return_inverse=True)
        used = used[~np.isnan(used)].astype(np.int64)
        levels = tuple(self.levels[level] for level in used)
        return replace(self, values=np.where(np.isnan(values), np.nan, place), levels=levels)

    @cached_property
    def missing(self) -> int:
        """How many values are missing."""
        return int(np.isnan(self.values).sum())

    @cached_property
    def distinct(self) -> np.ndarray:
        """The values that occur, each once, in ascending order."""
        values = np.unique(self.values)
        return values[~np.isnan(values)]

    @property
    def is_constant(self) -> bool:
        """Does it hold the same value in every row, but for rounding, or none at all?"""
        values = self.distinct
        one = len(values) == 1 or (
            len(values) > 1 and self.levels is None and values[-1] - values[0] <= SAME * np.abs(values).max()
        )
        return len(values) == 0 or (one and not self.missing)

    @cached_property
    def is_dates(self) -> bool:
        """Is every value a date or a time?"""
        return self.levels is not None and are_dates(self.levels)

    @cached_property
    def is_nearly_numbers(self) -> bool:
        """Does it look like numbers, in a way of writing that is not known (5/8, <3, 0x1F)?"""
        if self.levels is None or self.is_dates:
            return False
        levels = self.levels[:: len(self.levels) // MANY + 1]
        if all(re.fullmatch(r"[1-9]\d*", level) for level in levels):
            return False
        shapes = {re.sub(r"\d[\d.,]*", "0", level) for level in levels}
        in_one_unit = len(shapes) == 1 and re.match(r"[\W_]*0", min(shapes)) is not None
        return in_one_unit or sum(map(bool, map(NEARLY.fullmatch, levels))) >= 0.9 * len(levels)

    @property
    def is_identifier(self) -> bool:
        """Does every row have a value of its own that only names it?

        Of whole numbers: they count up without a gap and are no years, or the column's name says so. Of text: words or
        codes without a space, which are not nearly numbers but for such that count.
        """
        values, count = self.distinct, len(self.distinct)
        if count < 2 or count < len(self.values) - self.missing or self.is_dates:
            return False
        whole = bool((values == np.round(values)).all())
        if IDENTIFIER.search(self.name):
            return self.levels is not None or whole
        if self.levels is not None:
            if count > MOST_CODES or any(re.search(r"\s", level) for level in self.levels):
                return False
            return not self.is_nearly_numbers or self._counts_with_zeros
        years = values[0] >= YEARS[0] and values[-1] <= YEARS[1]
        return whole and not self.measured and not years and bool((np.diff(values) == 1).all())

    @property
    def _counts_with_zeros(self) -> bool:
        """Are its levels whole numbers that count up without a gap, with zeros before them (0001, 0002)?"""
        if self.levels is None or not all(level.isdecimal() for level in self.levels):
            return False
        return bool((np.diff(sorted(map(int, self.levels))) == 1).all())

    def check(self, keep: bool) -> None:
        """A DatasetError that says what to do, if it holds dates, free text or too many levels for its rows.

        keep    the user wants it as a category: it may have MOST_LEVELS, however few the rows
        """
        if self.levels is None:
            return
        way_out = f"leave it out with {listing('drop', self.name)}"
        if self.is_dates:
            raise DatasetError(
                f"column {self.name} holds dates or times ({some(self.levels, 2)}), which no network can read; "
                f"{typing(self.name, 'date', self.place)} makes days of them, or {way_out}"
            )
        count = len(self.levels)
        most = MOST_LEVELS if keep else max(FEW_LEVELS, min(MOST_LEVELS, len(self.values) // 2))
        if count > most and self.is_nearly_numbers:
            raise DatasetError(
                f"column {self.name} holds {count:,} different values in {len(self.values):,} rows that look like "
                f"numbers, but are written in no known way ({some(self.levels, 3)}); write plain numbers there, say "
                f"{typing(self.name, 'number', self.place)} if they are digits alone, or {way_out}"
            )
        if count > most:
            raise DatasetError(
                f"column {self.name} holds {count:,} different values in {len(self.values):,} rows "
                f"({some(self.levels, 2)}), which is free text or an "
                f"identifier, not a category of at most {most}; {way_out}"
            )
