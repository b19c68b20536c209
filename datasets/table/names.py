"""Names of columns: is a name one of the table's, and how does a message list many?"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

from datasets.dataset import DatasetError


def check_name(entry: str, name: str, names: Collection[str]) -> None:
    """A DatasetError if the column `name`, which `entry` mentions, is not one of `names`."""
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it has {some(list(names))}"
    raise DatasetError(f"dataset.{entry}={name}: it has no such column; {hint}")


def some(names: Sequence[str], most: int = 12) -> str:
    """The names with commas, at most the first `most` of them: a, b, c and 35 more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(name if len(name) <= 40 else name[:39] + "…" for name in names[:most]) + more
