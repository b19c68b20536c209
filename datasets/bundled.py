"""Real data sets that need no network: files in datasets/data/, and those in scikit-learn's package."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from typing_extensions import override

from datasets import cards
from datasets.dataset import Dataset, DatasetError, Source
from datasets.ranges import check_choice

FOLDER = Path(__file__).parent / "data"
NAMES = ("breast_cancer", "diabetes", "digits", "iris", "wine")


@dataclass(frozen=True)
class Bundled(Source):
    """A data set in a file of this checkout, by its name there; datasets/cards.yaml has its source and its checksum."""

    name: str

    def __post_init__(self) -> None:
        check_choice("name", self.name, sorted(name for name, card in cards.read().items() if card.sha256))

    @override
    def load(self) -> Dataset:
        """The data set in the file, whose format is described in datasets/data/build.py.

        A DatasetError if the file is not there, or is not the one that its card describes.
        """
        card, path = cards.read()[self.name], FOLDER / f"{self.name}.npz"
        restore = f"`git checkout -- datasets/data/{path.name}` brings it back"
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DatasetError(f"{path} cannot be read ({error.strerror}); {restore}") from None
        if hashlib.sha256(content).hexdigest() != card.sha256:
            raise DatasetError(f"{path} is damaged: its SHA-256 is not that of its card; {restore}")
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            classes = tuple(str(name) for name in file["classes"])
            return Dataset(
                self.name,
                np.ascontiguousarray(file["x"] / 10.0 ** file["digits"]),
                file["y"].astype(np.int64 if classes else np.float64),
                classes,
                tuple(str(name) for name in file["features"]),
                card.source,
            )


@dataclass(frozen=True)
class ScikitLearn(Source):
    """One of scikit-learn's own data sets, by the name in its `load_NAME`; datasets/cards.yaml has their sources."""

    name: str

    def __post_init__(self) -> None:
        check_choice("name", self.name, NAMES)

    @override
    def load(self) -> Dataset:
        import sklearn.datasets  # takes seconds: only when a data set is read

        bunch = getattr(sklearn.datasets, f"load_{self.name}")()
        classes = tuple(str(name) for name in bunch.get("target_names", ()))
        return Dataset(
            self.name,
            np.asarray(bunch.data, np.float64),
            np.asarray(bunch.target, np.int64 if classes else np.float64),
            classes,
            tuple(str(name) for name in bunch.feature_names),
            f"scikit-learn: load_{self.name}",
        )
