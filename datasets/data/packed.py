"""What a file of this folder holds, byte for byte the same at every call.

NAME.npz, where all columns are numbers and complete: x, the smallest integers that give the table back as
x / 10 ** digits, digits (D,) being the decimal places of each column (a quotient of two integers is rounded once, so it
is the double that the decimal number is read as), or float64 with digits 0 where the numbers are no short decimals; y,
class numbers or float64; classes; features; groups, if there are.

NAME.parquet, where there are categories or gaps: the table as it was published, categories as a dictionary, numbers as
numbers, gaps as null; the column of the groups, if there is one, last but one, and the target last.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

INTEGERS = (np.uint8, np.int8, np.uint16, np.int16, np.int32)
DECIMALS = 9


@dataclass(frozen=True)
class Table:
    """What to learn from, what to predict, and which rows belong together; rows in the order of the source."""

    x: pd.DataFrame
    y: pd.Series
    groups: pd.Series | None = None


def packed(table: Table) -> tuple[bytes, str]:
    """The content of the table's file, and the ending of its name."""
    known = table.y.notna()
    table = Table(table.x[known], table.y[known], None if table.groups is None else table.groups[known])
    if not any(is_category(column) or column.isna().any() for _, column in table.x.items()):
        return _npz(table), "npz"
    return _parquet(table), "parquet"


def is_category(column: pd.Series) -> bool:
    """Is it an R factor, or marked as a category?"""
    return isinstance(column.dtype, pd.CategoricalDtype)


def _parquet(table: Table) -> bytes:
    columns = {str(name): _arrow(column) for name, column in table.x.items()}
    if table.groups is not None:
        columns[str(table.groups.name)] = _arrow(table.groups)
    columns[str(table.y.name)] = _arrow(table.y)
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer, compression="zstd", compression_level=19, write_statistics=False)
    return buffer.getvalue()


def _arrow(column: pd.Series) -> pa.Array:
    if is_category(column):
        used = column.cat.remove_unused_categories()
        codes = [None if code < 0 else int(code) for code in used.cat.codes]
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, pa.int32()), [str(level) for level in used.cat.categories]
        )
    numbers = column.astype("Float64").to_numpy(np.float64, na_value=np.nan)
    known = ~np.isnan(numbers)
    whole = (numbers[known] == np.round(numbers[known])).all() and (np.abs(numbers[known]) < 2**31).all()
    return pa.array(numbers, pa.int32() if whole else pa.float64(), mask=~known, safe=False)


def _npz(table: Table) -> bytes:
    """The content of a file, x in whichever order of its numbers makes it smaller."""
    numbers = table.x.to_numpy(np.float64)
    digits = [decimals(column) for column in numbers.T]
    if None in digits:
        digits = [0] * len(digits)
    else:
        whole = np.round(numbers * 10.0 ** np.array(digits))
        numbers = whole.astype(next(kind for kind in INTEGERS if fits(whole, kind)))
    y = table.y.cat.remove_unused_categories() if is_category(table.y) else table.y
    arrays = {
        "digits": np.array(digits, np.uint8),
        "y": y.cat.codes.to_numpy(np.uint8) if is_category(y) else y.to_numpy(np.float64),
        "classes": np.array(list(y.cat.categories) if is_category(y) else [], np.str_),
        "features": np.array(list(table.x.columns), np.str_),
    }
    if table.groups is not None:
        arrays["groups"] = np.unique(table.groups.to_numpy(), return_inverse=True)[1].astype(np.uint16)
    return min((compressed({"x": np.asarray(numbers, order=order)} | arrays) for order in ("C", "F")), key=len)


def decimals(column: np.ndarray) -> int | None:
    """How many decimal places give `column` back exactly, as integers of 32 bits; None if no number of them does."""
    for places in range(DECIMALS + 1):
        whole = np.round(column * 10.0**places)
        if fits(whole, np.int32) and (whole / 10.0**places == column).all():
            return places
    return None


def fits(whole: np.ndarray, kind: type[np.integer]) -> bool:
    """Can integers of `kind` hold all of `whole`?"""
    return bool(np.iinfo(kind).min <= whole.min() and whole.max() <= np.iinfo(kind).max)


def compressed(arrays: dict[str, np.ndarray]) -> bytes:
    """The .npz file that holds `arrays`."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]  # NumPy's stubs take every keyword for its option
    return buffer.getvalue()
