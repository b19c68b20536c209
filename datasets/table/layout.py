"""How a text file holds its table: separator, quotes, what stands above the header, the columns' names."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from datasets.dataset import DatasetError
from datasets.table.encoding import Text
from datasets.table.limits import Limits
from datasets.table.names import named, some
from datasets.table.writing import is_missing, number

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
HEAD = 1 << 16  # bytes from which the separator is known
ROWS = 30  # that are compared to find the separator
SECOND_HEADER = 0.5  # share of the columns that need a word above numbers to make a second header of a row
ROW_NAMES = re.compile(r"|unnamed: ?[\d.]+|\.\.\.\d+|__index_level_\d+__|level_\d+|row[._ ]?names?", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Where the rows of a file are, and what separates their columns.

    names       of the columns, an empty one by its number
    separator   one of SEPARATORS
    quote       what stands around texts
    escape      what stands before a quote in quotes, if that is not another quote
    above       lines before the header
    row_names   the first columns, if they may only name rows, as pandas and R write it
    unnamed     has the header no name at all for them, so that they must be names of rows?
    block       bytes that hold the longest of the first rows twice
    notes       sentences on what is unusual
    """

    names: tuple[str, ...]
    separator: str
    quote: str
    escape: str | None
    above: int
    row_names: tuple[str, ...]
    unnamed: bool
    block: int
    notes: tuple[str, ...]


def layout(text: Text, tabs: bool, limits: Limits) -> Layout:
    """The layout of a text; a DatasetError if it has none, or too many columns.

    tabs    does the file's name promise tabs?
    """
    with text.open() as file:
        head = file.read(HEAD)
        while head.count(b"\n") < 3 and (more := file.readline()):
            head += more
        whole = not file.read(1)
    lines = re.split(r"\r\n|\n|\r", head.decode("utf-8-sig", errors="ignore"))
    if not whole and len(lines) > 3:
        lines.pop()  # it is cut
    above, said, separator = _above(lines)
    limits.columns(max((lines[above].count(sign) for sign in SEPARATORS), default=0) + 1 if lines[above:] else 0)
    quote = "'" if re.match(r"\s*'[^']*'\s*[,;\t|]\s*'", "".join(lines[above : above + 1])) else '"'
    dialect = _Dialect(quote, "\\" if text.escaped else None)
    separator = separator or _separator(lines[above:], dialect, tabs)
    rows = _rows_of(lines[above:], separator, dialect)
    if not rows or not any(rows[0]):
        raise DatasetError("its first line is empty; the columns' names belong there")
    if len(rows) < 2:
        open_quote = f"; a {quote} that is opened there never ends" if "\n" in rows[0][-1].rstrip("\n") else ""
        raise DatasetError(f"it has a header and no rows{open_quote}")
    quoted = any(line.startswith(quote) for line in lines[above + 1 : above + 3])
    header, unnamed = _header(rows, quoted)
    limits.values(text.lines, len(header))
    _check_quotes(rows)
    names = named(header)
    _check_second_header(names, rows)
    first = next((place for place, name in enumerate(header) if not ROW_NAMES.fullmatch(name)), 0)
    longest = max(map(len, head.split(b"\n")))
    return Layout(
        names, separator, quote, dialect.escape, above, names[:first], unnamed, max(1 << 20, 4 * longest),
        (*text.notes, *said),
    )  # fmt: skip


@dataclass(frozen=True)
class _Dialect:
    quote: str
    escape: str | None


def _header(rows: list[list[str]], quoted: bool) -> tuple[list[str], bool]:
    """The names in the first row, and whether it lacks one for the names of the rows, as R writes them.

    If all rows have a value more than it, either the first column has no name or each row ends with a separator. Bare
    numbers name rows only if they count; others may be what stands before a decimal comma.

    quoted    do the rows begin with quotes?
    """
    header = [name.strip() for name in rows[0]]
    if len(header) == 1 and all(len(row) == 1 for row in rows):
        raise DatasetError(
            f"it has a single column, {header[0][:60]!r}; columns are parted by {some(list(SEPARATORS.values()))}"
        )
    if any(len(row) != len(header) + 1 for row in rows[1:]):
        return header, False
    if not any(row[-1].strip() for row in rows[1:]):
        return [*header, ""], False
    first = [row[0] for row in rows[1:]]
    whole = not quoted and all(value.strip("+-").isdecimal() for value in first)
    counts = whole and all(int(value) - int(first[0]) == place for place, value in enumerate(first))
    if len(set(first)) < len(first) or (whole and not counts):
        raise DatasetError(
            f"each of its rows has a value more than its header has names ({some(rows[1], 5)}): are there decimal "
            f"commas between commas? Put values with a comma in quotes, or part the columns by semicolons"
        )
    return ["", *header], True


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


def _separator(lines: list[str], dialect: _Dialect, tabs: bool) -> str:
    """What separates the columns: the sign that parts most rows into equally many, more than one."""
    usual = "\t" if tabs else ","
    best, columns = usual, 1
    for sign in (usual, *(sign for sign in SEPARATORS if sign != usual)):
        try:
            widths = [len(row) for row in _rows_of(lines, sign, dialect)]
        except csv.Error:  # a whole line, which is a field without its separator, is longer than a field may be
            continue
        if not widths or widths[0] + (widths[0] > 1) <= columns:
            continue
        alike = sum(width in (widths[0], widths[0] + 1) for width in widths) / len(widths)
        if alike > 0.9 and widths[0] > columns:
            best, columns = sign, widths[0]
    return best


def _rows_of(lines: list[str], separator: str, dialect: _Dialect) -> list[list[str]]:
    """The first rows, without empty ones; a quoted value may go over several lines."""
    rows: list[list[str]] = []
    reader = csv.reader(
        [line + "\n" for line in lines], delimiter=separator, quotechar=dialect.quote, escapechar=dialect.escape
    )
    for row in reader:
        if row or not rows:
            rows.append(row)
        if len(rows) > ROWS:
            break
    return rows


def _check_quotes(rows: list[list[str]]) -> None:
    """A DatasetError if spaces stand before quotes, which then are part of the value."""
    for row in rows:
        if found := next((value for value in row if re.fullmatch(r' +"[^"]*"\s*', value)), None):
            raise DatasetError(
                f"spaces stand before quotes (as in {found!r}); take them out, and values are what is quoted"
            )


def _check_second_header(names: tuple[str, ...], rows: list[list[str]]) -> None:
    """A DatasetError if the second row has words where all others have numbers."""
    second, others = rows[1], [row for row in rows[2:] if len(row) == len(rows[1])]
    if len(others) < 3:
        return
    words = [
        text
        for place, text in enumerate(second)
        if not _is_number(text) and all(_is_number(row[place]) for row in others)
    ]
    if len(words) >= 2 and len(words) >= SECOND_HEADER * len(names):
        raise DatasetError(f"its second row ({some(words, 3)}) is a header, too; leave one of the two rows out")


def _is_number(text: str) -> bool:
    """Is it a number, or does it stand for a missing one?"""
    return is_missing(text.strip()) or number(text.strip()) is not None
