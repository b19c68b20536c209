"""How a text file holds its table: encoding, line ends, separator, what stands above the header, the columns' names."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from datasets.dataset import DatasetError
from datasets.table.names import check_name, some

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
HEAD = 1 << 16  # bytes from which encoding and separator are known
ROWS = 30  # that are compared to find the separator
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SECOND_HEADER = 0.5  # share of the columns that need a word above numbers to make a second header of a row
ROW_NAMES = re.compile(r"|unnamed: ?\d+|\.\.\.\d+|__index_level_\d+__|row[._ ]?names?", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Where the rows of a file are, and what separates their columns.

    names       of the columns, an empty one by its number
    separator   one of SEPARATORS
    above       lines before the header
    row_names   the column that only names rows, as pandas and R write it; "" if there is none
    content     the text in UTF-8 with usual line ends, if the file holds another; else None
    block       bytes that hold the longest of the first rows twice
    notes       sentences on what is unusual
    """

    names: tuple[str, ...]
    separator: str
    above: int
    row_names: str
    content: bytes | None
    block: int
    notes: tuple[str, ...]


def layout(path: Path, tabs: bool) -> Layout:
    """The layout of the text file at `path`; a DatasetError if it has none.

    tabs    does its name promise tabs?
    """
    content, notes = _in_utf_8(path)
    with opened(path) if content is None else io.BytesIO(content) as file:
        head = file.read(HEAD)
        while head.count(b"\n") < 3 and (more := file.read(HEAD)):
            head += more
        whole = len(head) < HEAD or not file.read(1)
    lines = re.split(r"\r\n|\n|\r", head.decode("utf-8-sig", errors="ignore"))
    if not whole and len(lines) > 3:
        lines.pop()  # it is cut
    above, said, separator = _above(lines)
    separator = separator or _separator(lines[above:], tabs)
    rows = _rows_of(lines[above:], separator)
    if not rows or not any(rows[0]):
        raise DatasetError("its first line is empty; the columns' names belong there")
    if len(rows) < 2:
        raise DatasetError("it has a header and no rows")
    header = [name.strip() for name in rows[0]]
    if len(rows[1]) == len(header) + 1 and all(len(row) == len(header) + 1 for row in rows[1:]):
        header = ["", *header]  # R leaves out the name of the rows' names
    names = tuple(name or f"column {place}" for place, name in enumerate(header, 1))
    _check_second_header(names, rows)
    row_names = names[0] if ROW_NAMES.fullmatch(header[0]) and len(names) > 1 else ""
    longest = max(map(len, head.split(b"\n")))
    return Layout(names, separator, above, row_names, content, max(1 << 20, 4 * longest), (*notes, *said))


def opened(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked."""
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def kept(names: Collection[str], drop: Collection[str]) -> list[str]:
    """The names without those to drop; a DatasetError if one occurs twice, or one to drop is not there."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DatasetError(f"two columns are called {twice[0]!r}; each needs a name of its own")
    for name in drop:
        check_name("drop", name, names)
    return [name for name in names if name not in drop]


def _in_utf_8(path: Path) -> tuple[bytes | None, list[str]]:
    """The whole text in UTF-8 with usual line ends, if the file holds it otherwise; and what is said of that."""
    with opened(path) as file:
        head = file.read(HEAD)
        mark = next((mark for mark in MARKS if head.startswith(mark)), b"")
        encoding = MARKS.get(mark, "utf-8")
        if encoding != "utf-16" and b"\0" in head:
            raise DatasetError("it is no table in text, but binary data (or UTF-16 without a mark; save it as UTF-8)")
        strange_ends = b"\r" in head.replace(b"\r\n", b"") and b"\n" not in head
        if encoding != "utf-16" and not strange_ends and _is_utf_8(head, file):
            return None, []
    with opened(path) as file:
        raw = file.read()
    try:
        text, said = raw.decode(encoding), [] if encoding != "utf-16" else ["read as UTF-16"]
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise DatasetError("it begins like UTF-16, and is none; save it as CSV in UTF-8") from None
        text, said = raw.decode("cp1252", errors="replace"), ["read as Windows-1252 (Latin-1), because it is no UTF-8"]
        if "\ufffd" in text or re.search("[\x01-\x08\x0e-\x1f]", text[:HEAD]):
            raise DatasetError("it is no text in UTF-8, UTF-16 or Windows-1252; save it as CSV in UTF-8") from None
    if strange_ends:
        text = text.replace("\r", "\n")
    return text.encode(), said


def _is_utf_8(head: bytes, file: IO[bytes]) -> bool:
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
        while block := file.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _above(lines: list[str]) -> tuple[int, list[str], str]:
    """How many lines stand above the header, what is said of them, and the separator if one of them names it."""
    above, separator, comments = 0, "", 0
    for line in lines:
        if found := re.fullmatch(r'"?sep=(.)"?', line.strip("\ufeff"), re.IGNORECASE):
            separator = found[1] if found[1] in SEPARATORS else separator
        elif line.startswith("#") and not _looks_like_header(line, lines):
            comments += 1
        elif line.strip() or not above:
            break
        above += 1
    said = [f"left out what begins with # above the header: {'a line' if comments == 1 else f'{comments} lines'}"]
    return above, said if comments else [], separator


def _looks_like_header(line: str, lines: list[str]) -> bool:
    """Does a line that begins with # have as many columns as the next one that does not?"""
    following = next((other for other in lines if other.strip() and not other.startswith("#")), "")
    return any(sign in line and line.count(sign) == following.count(sign) for sign in SEPARATORS)


def _separator(lines: list[str], tabs: bool) -> str:
    """What separates the columns: the sign that parts most rows into equally many, more than one."""
    usual = "\t" if tabs else ","
    best, columns = usual, 1
    for sign in (usual, *(sign for sign in SEPARATORS if sign != usual)):
        try:
            widths = [len(row) for row in _rows_of(lines, sign)]
        except csv.Error:  # a whole line, which is a field without its separator, is longer than a field may be
            continue
        if not widths or widths[0] + (widths[0] > 1) <= columns:
            continue
        alike = sum(width in (widths[0], widths[0] + 1) for width in widths) / len(widths)
        if alike > 0.9 and widths[0] > columns:
            best, columns = sign, widths[0]
    return best


def _rows_of(lines: list[str], separator: str) -> list[list[str]]:
    """The first rows, without empty ones; a quoted value may go over several lines."""
    rows: list[list[str]] = []
    for row in csv.reader([line + "\n" for line in lines], delimiter=separator):
        if row or not rows:
            rows.append(row)
        if len(rows) > ROWS:
            break
    return rows


def _check_second_header(names: tuple[str, ...], rows: list[list[str]]) -> None:
    """A DatasetError if the second row has words where all others have numbers."""
    second, others = rows[1], [row for row in rows[2:] if len(row) == len(rows[1])]
    if len(others) < 3:
        return
    words = [
        text
        for place, text in enumerate(second)
        if text.strip() and not _is_number(text) and all(_is_number(row[place]) for row in others if row[place].strip())
    ]
    if len(words) >= 2 and len(words) >= SECOND_HEADER * len(names):
        raise DatasetError(f"its second row ({some(words, 3)}) is a header, too; leave one of the two rows out")


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\s*[-+]?(\d[\d.,]*|[.,]\d+)([eE][-+]?\d+)?\s*%?", text))
