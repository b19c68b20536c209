"""The facts of every data set, read without loading it: datasets/cards.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "cards.yaml"


@dataclass(frozen=True)
class Card:
    """The facts of one data set.

    rows, features    size of its table
    classes           how many of them; 0: a regression
    majority          share of the commonest class, to four decimals; None for a regression
    source            where the numbers come from
    licence           the terms on which they may be passed on, and who states them
    citation          who first published them
    openml            its number on openml.org, if it is there in the same form
    sha256            of its file in datasets/data/, if it has one there
    """

    rows: int
    features: int
    classes: int
    majority: float | None
    source: str
    licence: str
    citation: str = ""
    openml: int | None = None
    sha256: str = ""


@cache
def read() -> dict[str, Card]:
    """All cards, by the name of the data set in conf/dataset/."""
    import yaml  # `import datasets` needs no cards

    content = yaml.load(PATH.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {name: Card(**entries) for name, entries in content.items()}
