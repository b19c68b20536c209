"""How large a table may be: far more than fits into a network's memory is refused before it is read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from datasets.dataset import DatasetError

SIZE = 10**9  # bytes of text, unpacked
LINE = 10**8  # bytes of one line, or of the description of the columns of a Parquet file
COLUMNS = 200_000
VALUES = 10**8  # rows times columns; as float64 they take 0.8 GB
INPUTS = 250_000_000  # rows times inputs, with a column per category; as float32 they take 1 GB


@dataclass(frozen=True)
class Limits:
    """The limits above, `times` as large. Beyond one of them, a method is a DatasetError that says how to raise it."""

    times: float = 1.0

    def size(self, found: float, at_least: bool = False) -> None:
        """Bytes of the whole file, unpacked."""
        self._check(found, SIZE, f"it holds {'at least ' if at_least else ''}{found:,.0f} bytes unpacked")

    def line(self, found: float) -> None:
        """Bytes of a line."""
        self._check(found, LINE, f"one of its lines goes on for {found:,.0f} bytes and more")

    def footer(self, found: float) -> None:
        """Bytes in which a Parquet file describes its columns."""
        self._check(found, LINE, f"the description of its columns alone takes {found:,.0f} bytes")

    def columns(self, found: int) -> None:
        """How many columns the file has."""
        self._check(found, COLUMNS, f"it has {found:,} columns")

    def values(self, rows: int, columns: int) -> None:
        """How many numbers or texts it holds."""
        self._check(rows * columns, VALUES, f"it has {rows:,} rows of {columns:,} columns, {rows * columns:,} values")

    def inputs(self, rows: int, inputs: int) -> None:
        """How many numbers a network is given, when each category is a column."""
        said = f"its categories make {inputs:,} columns of {rows:,} rows, {rows * inputs:,} values"
        self._check(rows * inputs, INPUTS, said)

    def _check(self, found: float, most: float, said: str) -> None:
        if found <= most * self.times:
            return
        needed = max(math.ceil(found / most), math.ceil(2 * self.times))
        raise DatasetError(
            f"{said}, more than the limit of {most * self.times:,.0f}; leave some of it out, or say "
            f"dataset.limit={needed}, which allows {needed} times the usual size and needs as much more memory"
        )
