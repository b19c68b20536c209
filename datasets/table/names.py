"""Names of columns: is a name one of the table's, how does a message list many, and how is one written in a word?"""

from __future__ import annotations

import difflib
import re
import shlex
from collections import Counter
from collections.abc import Collection, Sequence

from datasets.dataset import DatasetError

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")  # what Hydra reads without quotes
OF_HYDRA = ("null", "true", "false", "nan", "inf")


def named(header: Sequence[str]) -> tuple[str, ...]:
    """The names in a file's header, each in one line, an empty one by its number."""
    return tuple(_in_one_line(name) or f"column {place}" for place, name in enumerate(header, 1))


def kept(names: Collection[str], drop: Collection[str]) -> list[str]:
    """The names without those to drop; a DatasetError if one occurs twice, or one to drop is not there."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DatasetError(f"two columns are called {twice[0]!r}; each needs a name of its own")
    for name in drop:
        check_name("drop", name, names)
    out = frozenset(drop)
    return [name for name in names if name not in out]


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
    shown = [_in_one_line(name) for name in names[:most]]
    return ", ".join(name if len(name) <= 40 else name[:39] + "…" for name in shown) + more


def _in_one_line(name: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", name)


def listing(entry: str, name: str) -> str:
    """The word `dataset.drop=[name]` as it is typed: in Hydra's quotes and the shell's, if the name needs them."""
    if PLAIN.fullmatch(name) and name.lower() not in OF_HYDRA:
        return f"dataset.{entry}=[{name}]"
    inside = name.replace("\\", "\\\\").replace('"', '\\"')
    return shlex.quote(f'dataset.{entry}=["{inside}"]')


def typing(name: str, kind: str, place: int) -> str:
    """The word `dataset.types={name:kind}` as it is typed; by its number, if Hydra cannot have the name there."""
    key = name if PLAIN.fullmatch(name) else str(place)
    return shlex.quote(f"dataset.types={{{key}:{kind}}}")


def meant(key: str, names: Sequence[str]) -> str:
    """The column that `key` means: its name, or its number among all columns of the file, from 1."""
    number = re.fullmatch(r"\d+", key)
    if key not in names and number and 1 <= int(key) <= len(names):
        return names[int(key) - 1]
    return key
