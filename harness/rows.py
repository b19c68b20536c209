"""A data set as a stack of replicas sees it: scaled on each seed's training part, and ready to be gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from datasets.dataset import Dataset
from harness.split import Split


@dataclass
class Rows:
    """The rows of S seeds for R replicas. Row numbers count through all seeds: seed · N + row.

    x                           (S · N, D) scaled inputs of every seed
    targets                     (S · N, C) one-hot
    classes                     (S · N,) int64
    train, validation, test     (R, n) row numbers of each replica's parts
    seed_of                     (R,) the replica's seed
    """

    x: np.ndarray
    targets: np.ndarray
    classes: np.ndarray
    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    seed_of: np.ndarray
    _batches: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Dataset, split: Split, seeds: np.ndarray, dtype: str) -> Rows:
        """`data` as the replicas with `seeds` (R,) see it."""
        distinct, place = np.unique(seeds, return_inverse=True)
        parts = [split.parts(data.y, int(seed)) for seed in distinct]
        rows = len(data.y)
        train, validation, test = (
            np.stack([seed * rows + getattr(part, name) for seed, part in enumerate(parts)])[place]
            for name in ("train", "validation", "test")
        )
        return cls(
            np.concatenate([standardized(data.x, part.train) for part in parts]).astype(dtype),
            np.tile(np.eye(len(data.classes), dtype=dtype)[data.y], (len(parts), 1)),
            np.tile(data.y, len(parts)),
            train,
            validation,
            test,
            seeds,
        )

    def shuffled(self, orders: Mapping[int, np.random.Generator]) -> np.ndarray:
        """The training rows (R, n) in a new order, the same for all replicas of a seed."""
        count = self.train.shape[1]
        drawn = {seed: rng.permutation(count) for seed, rng in orders.items()}
        return np.take_along_axis(self.train, np.stack([drawn[seed] for seed in self.seed_of]), axis=1)

    def batch(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (R, B, D) and targets (R, B, C) of `rows` (R, B), valid until the next batch of that size."""
        size = rows.shape[1]
        if size not in self._batches:
            self._batches[size] = (
                np.empty((*rows.shape, self.x.shape[1]), self.x.dtype),
                np.empty((*rows.shape, self.targets.shape[1]), self.targets.dtype),
            )
        x, targets = self._batches[size]
        # mode="clip" lets NumPy write straight into `out`; every row number is valid anyway.
        np.take(self.x, rows, axis=0, out=x, mode="clip")
        np.take(self.targets, rows, axis=0, out=targets, mode="clip")
        return x, targets

    def labels(self, rows: np.ndarray) -> np.ndarray:
        """Class numbers (R, B) of `rows` (R, B)."""
        return self.classes[rows]


def standardized(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    """(x − mean) / standard deviation, both of the rows `train`; a column that is constant there is only centred."""
    mean, spread = x[train].mean(axis=0), x[train].std(axis=0)
    return np.asarray((x - mean) / np.where(spread > 0, spread, 1.0))
