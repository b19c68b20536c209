"""A data set as a stack of replicas sees it: scaled on each seed's training part, and ready to be gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from datasets.dataset import Dataset
from harness.sampling.split import Split, Whole
from harness.sampling.streams import Stream, generator
from harness.training.preparation import centred, prepared, standardized, width
from models.features import FeatureMap


@dataclass
class Rows:
    """The rows of S seeds for R replicas. Row numbers count through all seeds: seed · N + row.

    x                           (S · N, D) scaled inputs, or their features, of every seed
    targets                     (C, S · N) what each output should say, output by output as the logits are stored
    train, validation, test     (R, n) row numbers of each replica's parts
    seed_of                     (R,) the replica's seed
    """

    x: np.ndarray
    targets: np.ndarray
    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    seed_of: np.ndarray
    _batches: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, data: Dataset, split: Split | Whole, features: FeatureMap, outputs: int, seeds: np.ndarray, dtype: str
    ) -> Rows:
        """`data` as the replicas with `seeds` (R,) and so many `outputs` see it."""
        distinct, place = np.unique(seeds, return_inverse=True)
        parts = [split.parts(data.strata, int(seed), data.groups) for seed in distinct]
        rows = len(data.y)
        train, validation, test = (
            np.stack([seed * rows + getattr(part, name) for seed, part in enumerate(parts)])[place]
            for name in ("train", "validation", "test")
        )
        x = np.empty((len(parts), rows, features.count(width(data))), dtype)
        for of_seed, seed, part in zip(x, distinct, parts, strict=True):  # in place: a large table is not held twice
            of_seed[...] = inputs(data, part.train, features, int(seed))
        return cls(
            x.reshape(-1, x.shape[2]),
            np.concatenate([desired(data, part.train, outputs) for part in parts], axis=1).astype(dtype),
            train,
            validation,
            test,
            seeds,
        )

    def batches(self, orders: Mapping[int, np.random.Generator], size: int) -> list[np.ndarray]:
        """The training rows in a new order, the same for all replicas of a seed, in batches (R, B) of `size`."""
        count = self.train.shape[1]
        drawn = {seed: rng.permutation(count) for seed, rng in orders.items()}
        order = np.take_along_axis(self.train, np.stack([drawn[seed] for seed in self.seed_of]), axis=1)
        return chunks(order, size)

    def gather(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (R, B, D) and targets (R, B, C) of `rows` (R, B), valid until the next batch of that size."""
        size = rows.shape[1]
        if size not in self._batches:
            self._batches[size] = (
                np.empty((*rows.shape, self.x.shape[1]), self.x.dtype),
                np.empty((len(self.targets), *rows.shape), self.targets.dtype),
            )
        x, targets = self._batches[size]
        # mode="clip" lets NumPy write straight into `out`; every row number is valid anyway.
        np.take(self.x, rows, axis=0, out=x, mode="clip")
        np.take(self.targets, rows, axis=1, out=targets, mode="clip")
        return x, targets.transpose(1, 2, 0)


def chunks(rows: np.ndarray, size: int) -> list[np.ndarray]:
    """`rows` (R, n) in pieces (R, B) of `size` columns (the last: what is left), contiguous to be gathered fast."""
    return [np.ascontiguousarray(rows[:, start : start + size]) for start in range(0, rows.shape[1], size)]


def inputs(data: Dataset, train: np.ndarray, features: FeatureMap, seed: int) -> np.ndarray:
    """The inputs of the network of `seed`: prepared `data`, or their standardized features, (N, F)."""
    scaled = prepared(data, train)
    expanded = features.expand(scaled, generator(seed, Stream.FEATURES))
    return scaled if expanded is scaled else standardized(expanded, train)


def desired(data: Dataset, train: np.ndarray, outputs: int) -> np.ndarray:
    """Targets (C, N) of C = `outputs`: standardized numbers, class numbers for a single output, or one-hot rows."""
    if data.is_regression:
        return centred(data.y[:, None], train).T
    if outputs == 1:
        return data.y[None].astype(np.float64)
    return np.equal(data.y, np.arange(outputs)[:, None]).astype(np.float64)
