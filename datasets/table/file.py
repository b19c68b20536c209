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
from datasets.table.encoding import Text, read_text
from datasets.table.layout import Layout, layout
from datasets.table.limits import Limits
from datasets.table.names import kept, named

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_ROW = 1 << 25  # bytes, if it goes over several lines
STRADDLING = "straddling"  # what Arrow says of a row that is longer than what it looks at together
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


def read_file(path: Path, drop: Collection[str], limits: Limits) -> Sheet:
    """All that the file holds but the columns to `drop`; a DatasetError that says what is wrong with it."""
    import pyarrow as pa

    kind = ending(path)
    if path.stat().st_size == 0:
        raise DatasetError("the file is empty")
    try:
        sheet = _parquet(path, drop, limits) if kind == ".parquet" else _text(path, kind, drop, limits)
    except (OSError, EOFError, zlib.error, csv.Error, pa.ArrowException) as error:
        raise DatasetError(f"it cannot be read: {_reason(error)}") from None
    if not len(sheet.table):
        raise DatasetError("it has a header and no rows")
    return sheet


def _reason(error: Exception) -> str:
    """What Arrow, gzip or csv say, in one short line."""
    said = str(error).removeprefix("CSV parse error: ")
    if STRADDLING in said:
        return f"a row is longer than {LARGEST_ROW / 1e6:.0f} MB; does a quote never end?"
    never_ends = '"' in said and "\n" in said.strip()
    reason = " ".join(said.split())
    if never_ends and reason.startswith("Row #"):
        return f"{reason[:90]}…: a quote that is opened there does not end where its row ends"
    return reason[:200]


def _parquet(path: Path, drop: Collection[str], limits: Limits) -> Sheet:
    from pyarrow import parquet

    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8))
        end = file.read()
    if end.endswith(b"PAR1"):
        limits.footer(int.from_bytes(end[:4], "little"))
    about = parquet.read_metadata(path)
    limits.columns(about.num_columns)
    schema = about.schema.to_arrow_schema()
    names = named(schema.names)
    wanted = kept(names, drop)
    limits.values(about.num_rows, len(wanted))
    limits.size(sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups)))
    described = json.loads((schema.metadata or {}).get(b"pandas", b"{}"))
    index = {name for name in described.get("index_columns", []) if isinstance(name, str)}
    columns = {column.get("name"): column.get("pandas_type") for column in described.get("columns", [])}
    in_file = dict(zip(names, schema.names, strict=True))
    labels = frozenset(name for name in wanted if columns.get(in_file[name]) == "categorical")
    row_names = tuple(name for name in wanted if in_file[name] in index or name.startswith("__index_level_"))
    table = parquet.read_table(path, columns=[in_file[name] for name in wanted]).rename_columns(wanted)
    return Sheet(table, "", row_names, (), names, labels)


def _text(path: Path, kind: str, drop: Collection[str], limits: Limits) -> Sheet:
    import pyarrow as pa

    text = read_text(path, limits)
    found = layout(text, kind.startswith(".tsv"), limits)
    names = kept(found.names, drop)
    try:
        table = _rows(text, found, names, found.block, threads=True)
    except pa.ArrowInvalid as error:
        block = max(found.block, 2 * text.longest, LARGEST_ROW) if STRADDLING in str(error) else found.block
        table = _rows(text, found, names, block, threads=False)  # fails again, now with the row's number
    candidates = [name for name in found.row_names if name in names]
    row_names = tuple(name for name in candidates if _name_rows(table[name], found.unnamed))
    notes = [
        f"{name} has no name of its own, and its values repeat: it is taken for a column like others"
        for name in candidates
        if name not in row_names
    ]
    return Sheet(table, found.separator, row_names, (*found.notes, *notes), found.names)


def _name_rows(values: pa.ChunkedArray, must: bool) -> bool:
    """Do the values only name rows: is each another one, or all of them a number of a row?

    must    there is no name for them in the header: a DatasetError if they do not
    """
    import pyarrow.compute as pc

    different = pc.count_distinct(values).as_py() == len(values)
    if must and not different:
        raise DatasetError(
            "its rows have a value more than its header has names; the first values are no names of rows, because they "
            "repeat: give each column a name, and put values with a comma in quotes"
        )
    return different or bool(pc.all(pc.match_substring_regex(values, r"^\s*\d+\s*$")).as_py())


def _rows(text: Text, found: Layout, names: list[str], block: int, threads: bool) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv as arrow

    source = str(text.path) if text.content is None else pa.BufferReader(text.content)
    with pa.input_stream(source, compression="gzip" if text.packed else None) as stream:
        return arrow.read_csv(
            stream,
            arrow.ReadOptions(
                column_names=list(found.names), skip_rows=found.above, skip_rows_after_names=1, use_threads=threads,
                block_size=block,
            ),
            arrow.ParseOptions(
                delimiter=found.separator, newlines_in_values=True, quote_char=found.quote,
                escape_char=found.escape or False,
            ),
            arrow.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), include_columns=names),
        )  # fmt: skip
