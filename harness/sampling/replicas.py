"""The replicas of a cell, and how many of them train in one stack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.mlp import parameter_count
from models.optimizers import Optimizer

# What one stack may occupy. Small networks gain from large stacks (less of the interpreter), wide ones lose when their
# parameters fall out of the cache; 8 MiB was within a few per cent of the best for both. See tests/benchmarks/.
STACK_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Replicas:
    """R networks that differ in seed and trial only.

    seeds, trials      (R,) int64
    hyperparameters    name → (R,) float64, what the trials try
    """

    seeds: np.ndarray
    trials: np.ndarray
    hyperparameters: dict[str, np.ndarray]

    @classmethod
    def of(cls, seeds: range, trials: Mapping[str, np.ndarray], count: int) -> Replicas:
        """All seeds × trials 0 … count − 1, seed by seed; `trials` holds each trial's hyperparameters."""
        return cls(
            np.repeat(np.asarray(seeds, dtype=np.int64), count),
            np.tile(np.arange(count), len(seeds)),
            {name: np.tile(values, len(seeds)) for name, values in trials.items()},
        )

    def __len__(self) -> int:
        return len(self.seeds)

    def __getitem__(self, part: slice) -> Replicas:
        return Replicas(
            self.seeds[part],
            self.trials[part],
            {name: values[part] for name, values in self.hyperparameters.items()},
        )

    def by_seed(self) -> Iterator[Replicas]:
        """Those of each seed, in order."""
        edges = np.flatnonzero(np.diff(self.seeds)) + 1
        for first, last in pairwise([0, *edges, len(self)]):
            yield self[first:last]

    def stacks(self, size: int) -> Iterator[Replicas]:
        """The replicas in order, in stacks of about equal size, `size` at most."""
        count = -(-len(self) // size)
        edges = np.linspace(0, len(self), count + 1).round().astype(int)
        for first, last in pairwise(edges):
            yield self[first:last]


def stack_size(sizes: tuple[int, ...], batch: int, itemsize: int, optimizer: Optimizer) -> int:
    """How many networks with layers of `sizes` fit the cache while they train on batches of `batch` rows."""
    activations = 3 * batch * sum(sizes)
    replica = itemsize * (optimizer.elements(parameter_count(sizes)) + activations)
    return max(1, STACK_BYTES // replica)
