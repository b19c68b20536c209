"""A cell: one composition of levels, ready to train."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from datasets.dataset import Dataset, Source
from harness.cells.levels import ROOMS
from harness.sampling.split import Split, Whole
from harness.sampling.subsample import subsample
from harness.sampling.trials import Range, Tuning
from harness.store.settings import Tracking
from models.activations import Activation
from models.clipping import Clipping
from models.decay import Decay
from models.features import FeatureMap
from models.initializers import Initializer
from models.losses import Loss
from models.mlp import Architecture
from models.optimizers import Optimizer
from models.schedules import Schedule
from reports.claims.claim import Claim

# Beyond what anybody trains: a zero too many is refused, and does not fill the memory.
RANGES = {
    "epochs": (1, 10_000_000),
    "batch_size": (1, 1 << 40),
    "seeds": (1, 100_000),
    "first_seed": (0, (1 << 53) - 1),  # what every number format holds
}
DTYPES = ("float32", "float64")


@dataclass(frozen=True)
class Training:
    """How long and how often to train.

    epochs       passes over the training part
    batch_size   examples per step; the last batch of an epoch may be smaller
    seeds        how many seeds, from `first_seed` on
    dtype        precision of the networks
    subsample    how many rows of the data set to take; None: all
    """

    epochs: int
    batch_size: int
    seeds: int
    first_seed: int
    dtype: str
    subsample: int | None

    def __post_init__(self) -> None:
        for name, (least, most) in RANGES.items():
            if getattr(self, name) < least:
                raise ValueError(f"{name} must be at least {least}, not {getattr(self, name)}")
            if getattr(self, name) > most:
                raise ValueError(f"{name} must be at most {most:,}, not {getattr(self, name):,}")
        if self.subsample is not None and self.subsample < 3:  # one to train, one to validate, one to test
            raise ValueError(f"subsample must be at least 3, or null for all rows, not {self.subsample}")
        if self.dtype not in DTYPES:
            raise ValueError(f"dtype must be one of {', '.join(DTYPES)}, not {self.dtype!r}")


@dataclass(frozen=True)
class Cell:
    """One composition, ready to train.

    name       what people call it: its data set, its optimizer, and the words that it was asked for with
    levels     config group → name of its level
    settings   everything that matters for the result, as plain JSON types
    claim      the claim that asked for it, or None
    setup      what stands in that claim's file beside it
    """

    name: str
    levels: dict[str, str]
    dataset: Source
    features: FeatureMap
    model: Architecture
    activation: Activation
    init: Initializer
    loss: Loss
    optimizer: Optimizer
    schedule: Schedule
    decay: Decay
    clipping: Clipping
    search: dict[str, Range]
    split: Split | Whole
    tuning: Tuning
    tracking: Tracking
    training: Training
    claim: Claim | None
    setup: dict[str, Any]

    @property
    def settings(self) -> dict[str, Any]:
        """The fields of all parts, with their classes: {"optimizer": {"class": …, "lr": …}, "epochs": …}."""
        parts = {group: _described(getattr(self, group)) for group in ROOMS if group != "tracking"}
        parts["dataset"] |= self.dataset.content  # what it reads from elsewhere matters as much as its entries
        if self.tuning.trials > 1:
            parts["search"] = {name: asdict(space) for name, space in self.search.items()}
        return parts | asdict(self.training)

    def word(self, word: str) -> str:
        """What a word of the configuration, such as `loss` or `model.hidden`, says here; empty if there is none."""
        group, _, entry = word.partition(".")
        if not entry:
            return self.levels.get(word, str(self.settings.get(word, "")))
        part = self.settings.get(group)
        return str(part.get(entry, "")) if isinstance(part, dict) else ""

    def data(self) -> Dataset:
        """The rows to learn from; a DatasetError if they cannot be had."""
        data = self.dataset.load()
        return data if self.training.subsample is None else subsample(data, self.training.subsample)

    @cached_property
    def key(self) -> str:
        """A short hash of the settings: cells of equal key give equal numbers."""
        canonical = json.dumps(self.settings, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _described(part: Any) -> dict[str, Any]:
    """The class of a part by its name, which no other class of its group has, and its fields.

    The file where the class lives is left out: a class that moves trains nobody's cells again.
    """
    return {"class": type(part).__qualname__, **asdict(part)}
