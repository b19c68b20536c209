"""The file of a table: which kinds there are, its digest, and what it holds, as Arrow reads it."""

from __future__ import annotations

import csv
import hashlib
import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from datasets.dataset import DatasetError
from datasets.table.layout import Layout, kept, layout

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_BLOCK = 1 << 30  # bytes of the longest row
ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".parquet")


def ending(path: Path) -> str:
    """The one of ENDINGS that the file's name has; a DatasetError if the file cannot be a table."""
    kind = next((known for known in ENDINGS if path.name.lower().endswith(known)), None)
    if path.is_dir():
        raise DatasetError("it is a folder, not a file")
    if not path.is_file():
        raise DatasetError("there is no such file")
    if kind is None:
        raise DatasetError(f"its name must end in one of {', '.join(ENDINGS)}")
    return kind


def digest(path: Path) -> str:
    """SHA-256 of the file, computed again only after the file was written to."""
    state = path.stat()
    return _digest(path.resolve(), state.st_mtime_ns, state.st_size)


@lru_cache
def _digest(path: Path, written: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Sheet:
    """What a file holds.

    table       its columns but those to drop, as text if the file is text
    separator   what separates its columns; "" in Parquet
    row_names   columns that only name rows, as pandas and R write them
    notes       sentences on how the file was read
    names       of all its columns, also of those to drop
    labels      columns that pandas has marked as categories, whatever their values are
    """

    table: pa.Table
    separator: str
    row_names: tuple[str, ...]
    notes: tuple[str, ...]
    names: tuple[str, ...]
    labels: frozenset[str] = frozenset()


def read_file(path: Path, drop: Collection[str]) -> Sheet:
    """All that the file holds but the columns to `drop`; a DatasetError that says what is wrong with it."""
    import pyarrow as pa

    kind = ending(path)
    if path.stat().st_size == 0:
        raise DatasetError("the file is empty")
    try:
        sheet = _parquet(path, drop) if kind == ".parquet" else _text(path, kind, drop)
    except (OSError, EOFError, zlib.error, csv.Error, pa.ArrowException) as error:
        reason = " ".join(str(error).removeprefix("CSV parse error: ").split())
        raise DatasetError(f"it cannot be read: {reason[:200]}") from None
    if not len(sheet.table):
        raise DatasetError("it has a header and no rows")
    return sheet


def _parquet(path: Path, drop: Collection[str]) -> Sheet:
    from pyarrow import parquet

    schema = parquet.read_schema(path)
    names = kept(schema.names, drop)
    described = json.loads((schema.metadata or {}).get(b"pandas", b"{}"))
    index = tuple(name for name in described.get("index_columns", []) if isinstance(name, str) and name in names)
    columns = {column.get("name"): column.get("pandas_type") for column in described.get("columns", [])}
    labels = frozenset(name for name in names if columns.get(name) == "categorical")
    return Sheet(parquet.read_table(path, columns=names), "", index, (), tuple(schema.names), labels)


def _text(path: Path, kind: str, drop: Collection[str]) -> Sheet:
    import pyarrow as pa

    found = layout(path, tabs=kind.startswith(".tsv"))
    names = kept(found.names, drop)
    try:
        table = _rows(path, found, names, found.block, threads=True)
    except pa.ArrowInvalid as error:
        block = max(found.block, LARGEST_BLOCK) if "straddling" in str(error) else found.block
        table = _rows(path, found, names, block, threads=False)  # fails again, now with the row's number
    row_names = tuple(name for name in [found.row_names] if name in names)
    return Sheet(table, found.separator, row_names, found.notes, found.names)


def _rows(path: Path, found: Layout, names: list[str], block: int, threads: bool) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv as arrow

    packed = "gzip" if path.suffix.lower() == ".gz" and found.content is None else None
    source = str(path) if found.content is None else pa.BufferReader(found.content)
    with pa.input_stream(source, compression=packed) as stream:
        return arrow.read_csv(
            stream,
            arrow.ReadOptions(
                column_names=list(found.names), skip_rows=found.above, skip_rows_after_names=1, use_threads=threads,
                block_size=block,
            ),
            arrow.ParseOptions(delimiter=found.separator, newlines_in_values=True),
            arrow.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), include_columns=names),
        )  # fmt: skip
