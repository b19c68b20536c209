"""From a column as Arrow reads it to numbers, or to text that is looked at more closely."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from datasets.dataset import DatasetError
from datasets.table.column import Column
from datasets.table.names import listing

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = ("", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "<NA>")  # not None: it may be a class
LARGEST = float(np.finfo(np.float32).max)
EXACT = 2.0**53  # whole numbers beyond it are not told apart by float64
FIRST = 1000  # rows that are looked at first
SURE_POINT = r"^[-+]?(\d*\.(\d{1,2}|\d{4,})|0+\.\d+|\d{4,}\.\d+)([eE][-+]?\d+)?$"
GROUPS_ONLY = r"^[-+]?(\d+|[1-9]\d{0,2}(\.\d{3})+)$"


@dataclass(frozen=True)
class Raw:
    """A column before it is decided what it is.

    numbers    (N,) float64, if it holds numbers, or text that is written as computers write numbers; else None
    texts      the same as text, trimmed and null where a value is missing; None if the file has no text for it
    labels     is it marked as a category in the file, or whole numbers that float64 cannot tell apart?
    measured   does its type say that it measures something, and does not count?
    """

    name: str
    numbers: np.ndarray | None
    texts: pa.ChunkedArray | None
    labels: bool = False
    measured: bool = False

    @cached_property
    def different(self) -> list[str]:
        """The texts that occur, each once, in the order of the rows."""
        import pyarrow.compute as pc

        if self.texts is None:
            return []
        return list(pc.unique(self.texts).drop_null().to_pylist())

    @cached_property
    def has_points(self) -> bool:
        """Is it text that holds numbers, some of them with a point?"""
        return self.texts is not None and self.numbers is not None and _any(self.texts, ".", literal=True)

    @cached_property
    def sure_point(self) -> bool:
        """Is there a number whose point is the decimal sign for certain, not one between thousands?"""
        return self.has_points and _any(self.texts, SURE_POINT)

    @cached_property
    def maybe_thousands(self) -> bool:
        """Has it points, each of which may stand between thousands?"""
        return self.has_points and not self.sure_point and not _any(self.texts, GROUPS_ONLY, not_matching=True)

    @cached_property
    def likely_thousands(self) -> bool:
        """Has it, besides, numbers below a thousand without a point?"""
        return self.maybe_thousands and _any(self.texts, r"^[-+]?[1-9]\d{0,2}$")

    @cached_property
    def codes(self) -> bool:
        """Are they digits with leading zeros, as in postcodes?"""
        if self.texts is None or self.numbers is None or not _all_whole(self.numbers):
            return False
        return _any(self.texts, r"^0\d") and not _any(self.texts, r"^\d+$", not_matching=True)

    def without(self, words: Collection[str]) -> Raw:
        """It with nothing in place of these words."""
        import pyarrow as pa
        import pyarrow.compute as pc

        assert self.texts is not None
        return replace(
            self, texts=pc.if_else(pc.is_in(self.texts, pa.array(list(words), pa.string())), None, self.texts)
        )

    def categories(self) -> Column:
        """It as categories, in alphabetical order."""
        texts = self.texts if self.texts is not None else _as_text(self.numbers)
        return _categories(self.name, texts)


def read_column(name: str, values: pa.ChunkedArray, label: bool = False) -> Raw:
    """The column `name` of a file. A DatasetError unless it holds numbers, text, dates, times or truth values.

    label    is it marked as a category?
    """
    import pyarrow as pa

    kind, types = values.type, pa.types
    if types.is_dictionary(kind) or (label and not types.is_nested(kind)):
        plain = values.cast(kind.value_type) if types.is_dictionary(kind) else values
        return Raw(name, None, _trimmed(plain.cast(pa.string())), labels=True)
    if types.is_timestamp(kind):
        return Raw(
            name, None, values.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.timestamp("us")).cast(pa.string())
        )
    if types.is_date(kind) or types.is_time(kind):
        return Raw(name, None, values.cast(pa.string()))
    if types.is_string(kind) or types.is_large_string(kind) or "string_view" in str(kind):
        return _text(name, _trimmed(values.cast(pa.string()) if "view" in str(kind) else values))
    numbers = (types.is_null, types.is_boolean, types.is_integer, types.is_floating, types.is_decimal)
    if not any(is_one(kind) for is_one in numbers):
        raise DatasetError(f"column {name} holds {kind}, neither numbers nor text; leave it out with {drop(name)}")
    found = _numbers(values)
    exact = types.is_integer(kind) or types.is_decimal(kind)
    if exact and _beyond_exact(found):
        return Raw(name, None, _trimmed(values.cast(pa.string())), labels=True)
    return Raw(name, found, None, measured=types.is_floating(kind) or types.is_decimal(kind))


def drop(name: str) -> str:
    """The word that leaves a column out."""
    return listing("drop", name)


def checked(name: str, numbers: np.ndarray) -> np.ndarray:
    """The numbers (N,); a DatasetError if some are infinite, or larger than any that a network can have."""
    way_out = f"put a number or nothing there, or leave it out with {drop(name)}"
    if infinite := int(np.isinf(numbers).sum()):
        raise DatasetError(f"column {name} holds infinity in {infinite} of {len(numbers)} rows; {way_out}")
    large = np.abs(numbers) > LARGEST
    if large.any():
        raise DatasetError(
            f"column {name} holds {numbers[large][0]:g} in {large.sum()} of {len(numbers)} rows, which is larger than "
            f"any number that a float32 holds (3.4e38); {way_out}"
        )
    return numbers


def _numbers(values: pa.ChunkedArray) -> np.ndarray:
    import pyarrow as pa

    return np.asarray(values.cast(pa.float64(), safe=False).to_numpy())


def _text(name: str, values: pa.ChunkedArray) -> Raw:
    import pyarrow as pa

    try:
        numbers = _numbers(values)
    except pa.ArrowInvalid:
        return Raw(name, None, values)
    if _beyond_exact(numbers) and not _any(values, r"^[-+]?\d+(\.0*)?$", not_matching=True):
        return Raw(name, None, values, labels=True)
    return Raw(name, numbers, values)


def _beyond_exact(numbers: np.ndarray) -> bool:
    return bool(np.nanmax(np.abs(numbers), initial=0) > EXACT - 1)


def _trimmed(values: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pc.utf8_trim_whitespace(values)
    return pc.if_else(pc.is_in(values, pa.array(MISSING, values.type)), None, values)


def _any(values: pa.ChunkedArray | None, pattern: str, not_matching: bool = False, literal: bool = False) -> bool:
    """Does one of the values match (or not)? Some rows first, because they mostly say it."""
    import pyarrow.compute as pc

    for part in (values[:FIRST], values[FIRST:]) if values is not None else ():
        found = pc.match_substring(part, pattern) if literal else pc.match_substring_regex(part, pattern)
        if pc.any(pc.invert(found) if not_matching else found).as_py():
            return True
    return False


def _all_whole(numbers: np.ndarray) -> bool:
    known = numbers[~np.isnan(numbers)]
    return bool((known == np.round(known)).all())


def _as_text(numbers: np.ndarray | None) -> pa.ChunkedArray:
    import pyarrow as pa

    assert numbers is not None
    texts = [None if np.isnan(value) else f"{value:.15g}" for value in numbers]
    return pa.chunked_array([pa.array(texts, pa.string())])


def _categories(name: str, values: pa.ChunkedArray) -> Column:
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = values.combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    place = np.empty(len(order))
    place[order] = np.arange(len(order))
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    numbers = np.full(len(codes), np.nan)
    present = ~np.isnan(codes)
    numbers[present] = place[codes[present].astype(np.int64)]
    return Column(name, numbers, tuple(encoded.dictionary.take(pa.array(order)).to_pylist()))


def spread(values: pa.ChunkedArray, numbers: dict[str, float]) -> np.ndarray:
    """(N,) the number of each text; NaN where it has none."""
    encoded = values.combine_chunks().dictionary_encode()
    known = np.array([numbers.get(text, np.nan) for text in encoded.dictionary.to_pylist()] or [np.nan])
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    present = ~np.isnan(codes)
    found = np.full(len(codes), np.nan)
    found[present] = known[codes[present].astype(np.int64)]
    return found
