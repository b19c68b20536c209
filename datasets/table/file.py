"""The file of a table: which kinds there are, its digest, and its columns as Arrow reads them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from datasets.dataset import DatasetError
from datasets.table.names import check_name

if TYPE_CHECKING:
    import pyarrow as pa

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


def read_file(path: Path, drop: Collection[str]) -> pa.Table:
    """All columns but those to drop, as text if the file is text; a DatasetError that says what is wrong with it."""
    import pyarrow as pa

    kind = ending(path)
    if path.stat().st_size == 0:
        raise DatasetError("the file is empty")
    try:
        table = _parquet(path, drop) if kind == ".parquet" else _text(path, kind, drop)
    except (OSError, EOFError, zlib.error, csv.Error, UnicodeDecodeError, pa.ArrowException) as error:
        if isinstance(error, UnicodeDecodeError) or "invalid UTF8" in str(error):
            raise DatasetError("it is no text in UTF-8; save it as CSV in UTF-8") from None
        reason = " ".join(str(error).removeprefix("CSV parse error: ").split())
        raise DatasetError(f"it cannot be read: {reason[:200]}") from None
    if not len(table):
        raise DatasetError("it has a header and no rows")
    return table


def _kept(names: list[str], drop: Collection[str]) -> list[str]:
    """The names without those to drop; a DatasetError if one occurs twice, or one to drop is not there."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DatasetError(f"two columns are called {twice[0]!r}; each needs a name of its own")
    for name in drop:
        check_name("drop", name, names)
    return [name for name in names if name not in drop]


def _parquet(path: Path, drop: Collection[str]) -> pa.Table:
    from pyarrow import parquet

    return parquet.read_table(path, columns=_kept(parquet.read_schema(path).names, drop))


def _text(path: Path, kind: str, drop: Collection[str]) -> pa.Table:
    import pyarrow as pa

    names, separator = _header(path, kind)
    kept = _kept(names, drop)
    try:
        return _rows(path, names, separator, kept, threads=True)
    except pa.ArrowInvalid:
        return _rows(path, names, separator, kept, threads=False)  # fails again, now with the row's number


def _header(path: Path, kind: str) -> tuple[list[str], str]:
    """The names in the first row, and what separates them: a comma, a tab, or the semicolon of European Excel."""
    with _opened(path) as file:
        if b"\0" in file.read(4096):
            raise DatasetError("it is no table in text, but binary data")
    with _opened(path) as binary:
        first = binary.readline().decode("utf-8-sig")
        if not binary.read(1):
            raise DatasetError("it has a header and no rows")
    separator = "\t" if kind.startswith(".tsv") else ";" if ";" in first and "," not in first else ","
    names = next(csv.reader([first], delimiter=separator), [])
    if not names:
        raise DatasetError("its first line is empty; the columns' names belong there")
    return [name.strip() for name in names], separator


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _rows(path: Path, names: list[str], separator: str, kept: list[str], threads: bool) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv as arrow

    with pa.input_stream(str(path), compression="gzip" if path.suffix.lower() == ".gz" else None) as stream:
        return arrow.read_csv(
            stream,
            arrow.ReadOptions(column_names=names, skip_rows_after_names=1, use_threads=threads),
            arrow.ParseOptions(delimiter=separator, newlines_in_values=True),
            arrow.ConvertOptions(column_types=dict.fromkeys(kept, pa.string()), include_columns=kept),
        )
