"""What there is: the levels of every config group by the first comment of their files, and facts in tables."""

from __future__ import annotations

from pathlib import Path

from omegaconf import OmegaConf

from datasets import cards
from harness.cells.levels import ROOMS, files, level
from harness.errors import BadWord, alternatives
from harness.paths import CONF

GROUPS = ("claim", "suite", "recipe", *ROOMS)
DATA_SETS = ("name", "task", "rows", "features", "classes", "majority", "source", "licence")
ACTIVATIONS = ("name", "one-to-one", "monotone", "bounded", "smooth", "slopes", "φ(z)")
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


def levels(name: str, own: Path | None = None) -> dict[str, str]:
    """Level → its description, for the config group `name`; of a folder of the user's `own`, too."""
    return {level: _description(path) for level, path in sorted(files(name, own).items())}


def table(name: str) -> list[str] | None:
    """The lines of a table of facts, for the config groups that have one."""
    if name == "dataset":
        return _table(DATA_SETS, [_facts(stem, description) for stem, description in levels(name).items()])
    if name == "activation":
        return _table(ACTIVATIONS, [_shape(stem, description) for stem, description in levels(name).items()])
    return None


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return ["  ".join(map(_aligned, head, row, widths)).rstrip() for row in (head, *rows)]


def _shape(name: str, description: str) -> tuple[str, ...]:
    """What is known of an activation, with the settings of its yaml."""
    facts = level("activation", OmegaConf.load(CONF / "activation" / f"{name}.yaml")).facts
    said = ("yes" if fact else "no" for fact in (facts.one_to_one, facts.monotone, facts.bounded, facts.smooth))
    return (name, *said, "{:.3g} … {:.3g}".format(*facts.slopes), description)


def _facts(name: str, description: str) -> tuple[str, ...]:
    """What a data set's card says; of one without a card, whose facts depend on its words, the description."""
    card = cards.read().get(name)
    if card is None:
        return (name, *[NONE] * 6, description)  # in the last column, so that it widens none
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
