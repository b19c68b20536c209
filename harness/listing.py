"""What there is: the levels of every config group by the first comment of their files, and the facts of data sets."""

from __future__ import annotations

from pathlib import Path

from datasets import cards
from harness.cell import ROOMS
from harness.errors import BadWord, alternatives
from harness.paths import CONF

GROUPS = ("claim", "suite", "recipe", *ROOMS)
HEAD = ("name", "task", "rows", "features", "classes", "majority", "source", "licence")
RIGHT = ("rows", "features", "classes", "majority")  # columns of numbers
NONE = "–"


def group(word: str) -> str:
    """The config group that `word` names, in the singular or the plural."""
    for name in GROUPS:
        if word in (name, plural(name)):
            return name
    raise BadWord(f"{word}: there is no such list; {alternatives(word, map(plural, GROUPS))}")


def plural(name: str) -> str:
    """`loss` → `losses`."""
    irregular = {
        "loss": "losses",
        "activation": "activations",
        "features": "features",
        "decay": "decay",
        "clipping": "clipping",
        "tuning": "tuning",
        "tracking": "tracking",
    }
    return irregular.get(name, name + "s")


def levels(name: str) -> dict[str, str]:
    """Level → its description, for the config group `name`."""
    return {path.stem: _description(path) for path in sorted((CONF / name).glob("*.yaml"))}


def data_sets() -> list[str]:
    """A table of all data sets, from their cards; of one without a card, whose facts depend on its words, the
    description.
    """
    rows = [HEAD, *(_facts(name, description) for name, description in levels("dataset").items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_aligned, HEAD, row, widths)).rstrip() for row in rows]


def _facts(name: str, description: str) -> tuple[str, ...]:
    card = cards.read().get(name)
    if card is None:
        return (name, *[NONE] * 5, description, NONE)
    task, classes = ("classification", str(card.classes)) if card.classes else ("regression", NONE)
    majority = NONE if card.majority is None else f"{card.majority:.2f}"
    return name, task, f"{card.rows:,}", f"{card.features:,}", classes, majority, card.source, card.licence


def _aligned(column: str, entry: str, width: int) -> str:
    return entry.rjust(width) if column in RIGHT else entry.ljust(width)


def _description(path: Path) -> str:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and not line.startswith("# @"):
            return line[2:]
    return ""
