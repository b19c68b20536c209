"""Real data sets that come with an installed package and need no network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datasets.dataset import Dataset, DatasetError

NAMES = ("breast_cancer", "digits", "iris", "wine")


@dataclass(frozen=True)
class ScikitLearn:
    """One of scikit-learn's own data sets, by the name in its `load_NAME`. All are from the UCI repository."""

    name: str

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise DatasetError(f"name must be one of {', '.join(NAMES)}, not {self.name!r}")

    def load(self) -> Dataset:
        """Read it from scikit-learn's package files."""
        import sklearn.datasets  # takes seconds: only when a data set is read

        bunch = getattr(sklearn.datasets, f"load_{self.name}")()
        return Dataset(
            self.name,
            np.asarray(bunch.data, np.float64),
            np.asarray(bunch.target, np.int64),
            tuple(str(name) for name in bunch.target_names),
            tuple(str(name) for name in bunch.feature_names),
            f"scikit-learn: load_{self.name}",
        )
