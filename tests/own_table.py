"""A user's table, written for a test: numbers `a`, a column `b` to look at, and two classes `y`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from datasets.dataset import Dataset
from datasets.table.table import Table

ROWS = 40
Values = Sequence[str] | Callable[[int], str]


def csv(b: Values, separator: str = ",", rows: int = ROWS) -> str:
    """The text; a value that holds the separator or quotes stands in quotes."""
    lines = [separator.join("aby")]
    for row in range(rows):
        text = b(row) if callable(b) else b[row % len(b)]
        if separator in text or '"' in text:
            text = '"' + text.replace('"', '""') + '"'
        lines.append(separator.join([str(row * 7 % 11), text, "uv"[row % 2]]))
    return "\n".join(lines) + "\n"


def read(path: Path, content: str | bytes, target: str = "y", **entries: object) -> Dataset:
    """Write `content` to `path`, and load it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Table(str(path), target, **entries).load()  # type: ignore[arg-type]
