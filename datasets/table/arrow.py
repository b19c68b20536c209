"""From a column as Arrow reads it to ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from datasets.dataset import DatasetError
from datasets.table.column import Column

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = ("", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "<NA>")  # not None: it may be a class


def read_column(name: str, values: pa.ChunkedArray) -> Column:
    """The column `name` of a table. A DatasetError unless it holds numbers, text, dates, times or truth values."""
    import pyarrow as pa

    kind, types = values.type, pa.types
    if types.is_dictionary(kind):
        return read_column(name, values.cast(kind.value_type))
    if types.is_date(kind) or types.is_timestamp(kind) or types.is_time(kind):
        return read_column(name, values.cast(pa.string()))
    if types.is_string(kind) or types.is_large_string(kind):
        return _text(name, values)
    numbers = (types.is_null, types.is_boolean, types.is_integer, types.is_floating, types.is_decimal)
    if not any(is_one(kind) for is_one in numbers):
        raise DatasetError(
            f"column {name} holds {kind}, neither numbers nor text; leave it out with dataset.drop=[{name}]"
        )
    return _numbers(name, values)


def _numbers(name: str, values: pa.ChunkedArray) -> Column:
    import pyarrow as pa

    numbers = values.cast(pa.float64(), safe=False).to_numpy()
    if infinite := int(np.isinf(numbers).sum()):
        raise DatasetError(
            f"column {name} holds infinity in {infinite} of {len(numbers)} rows; put a number or nothing there, "
            f"or leave it out with dataset.drop=[{name}]"
        )
    return Column(name, numbers)


def _text(name: str, values: pa.ChunkedArray) -> Column:
    """Numbers, if all values but the missing ones can be read as numbers; else categories, in alphabetical order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pc.utf8_trim_whitespace(values)
    values = pc.if_else(pc.is_in(values, pa.array(MISSING, values.type)), None, values)
    try:
        return _numbers(name, values)
    except pa.ArrowInvalid:
        pass
    encoded = values.combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    place = np.empty(len(order))
    place[order] = np.arange(len(order))
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    numbers = np.full(len(codes), np.nan)
    present = ~np.isnan(codes)
    numbers[present] = place[codes[present].astype(np.int64)]
    return Column(name, numbers, tuple(encoded.dictionary.take(pa.array(order)).to_pylist()))
