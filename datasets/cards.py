"""The facts of every data set, read without loading it: datasets/cards.yaml."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from datasets.dataset import Dataset

PATH = Path(__file__).parent / "cards.yaml"
MEASURED = Path(__file__).parent / "measured.json"  # by tests/benchmarks/measure_sets.py (make measure)


@dataclass(frozen=True)
class Measured:
    """What three models reach on a data set, accuracy or R² on the test part, and what it can tell apart.

    tests/benchmarks/measure_sets.py says how; random_split is NaN unless the set has groups.
    """

    linear: float
    network: float
    trees: float
    discrimination: float
    random_split: float = float("nan")


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
    mixed             has it categories or gaps? Then its file is Parquet, and it is read as a user's own table
    group             what the rows that never stand on both sides of a split have in common; "" if nothing
    made_up           did somebody invent its rows, or draw them, though it was published as a data set?
    note              what else a reader of its results should know
    measured          what `make measure` found
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
    mixed: bool = False
    group: str = ""
    made_up: bool = False
    note: str = ""
    measured: Measured | None = None


@cache
def read() -> dict[str, Card]:
    """All cards, by the name of the data set in conf/dataset/."""
    import yaml  # `import datasets` needs no cards

    content = yaml.load(PATH.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found = {name: Measured(**figures) for name, figures in json.loads(MEASURED.read_text()).items()}
    return {name: Card(**entries, measured=found.get(name)) for name, entries in content.items()}


def facts(data: Dataset) -> dict[str, object]:
    """What a card says of the data themselves, as these have it."""
    rows, features = data.x.shape
    majority = None if data.is_regression else round(data.majority_rate, 4)
    mixed = data.categories is not None
    return {"rows": rows, "features": features, "classes": len(data.classes), "majority": majority, "mixed": mixed}
