"""Real data sets that need no network: the files in datasets/data/."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from typing_extensions import override

from datasets import cards
from datasets.cards import Card
from datasets.dataset import Dataset, DatasetError, Source
from datasets.ranges import check_choice
from datasets.table.table import Table

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Bundled(Source):
    """A data set in a file of this checkout, by its name there; datasets/cards.yaml has its source and its checksum."""

    name: str

    def __post_init__(self) -> None:
        check_choice("name", self.name, sorted(name for name, card in cards.read().items() if card.sha256))

    @property
    @override
    def content(self) -> dict[str, str]:
        """The file's checksum: its numbers may change under the same name."""
        return {"sha256": cards.read()[self.name].sha256}

    @override
    def load(self) -> Dataset:
        """The data set in the file, whose format is described in datasets/data/packed.py.

        A mixed one is read as a user's own table is, which decides about its columns. A DatasetError if the file is not
        there, or is not the one that its card describes.
        """
        card = cards.read()[self.name]
        path = FOLDER / f"{self.name}.{'parquet' if card.mixed else 'npz'}"
        restore = f"`git checkout -- datasets/data/{path.name}` brings it back"
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DatasetError(f"{path} cannot be read ({error.strerror}); {restore}") from None
        if hashlib.sha256(content).hexdigest() != card.sha256:
            raise DatasetError(f"{path} is damaged: its SHA-256 is not that of its card; {restore}")
        data = _mixed(path, card) if card.mixed else _numbers(self.name, content)
        return replace(data, source=card.source)


def _numbers(name: str, content: bytes) -> Dataset:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        classes, digits = tuple(str(name) for name in file["classes"]), file["digits"]
        x = np.ascontiguousarray(file["x"], np.float64)
        if digits.any():
            x /= 10.0**digits
        return Dataset(
            name,
            x,
            file["y"].astype(np.int64 if classes else np.float64),
            classes,
            tuple(str(name) for name in file["features"]),
            "",
            groups=file["groups"].astype(np.int64) if "groups" in file else None,
        )


def _mixed(path: Path, card: Card) -> Dataset:
    """The table in a Parquet file, whose target is its last column."""
    from pyarrow import parquet

    task = "classification" if card.classes else "regression"
    return Table(str(path), parquet.read_schema(path).names[-1], task, group=card.group).load()
