"""Simulated tables of paired differences whose truth is known: what `calibrate.py` and the tests draw from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

OVERLAP = 0.4  # n_test / n_train, which is all that a verdict is told


@dataclass(frozen=True)
class World:
    """Where tables come from.

    mean        the mean effect over data sets
    between     standard deviation of the data sets' effects around it
    within      standard deviation of a data set's seeds; what they share adds `within`² · `shared` to all alike
    shared      measured in docs/overlap.md; n_test / n_train would be OVERLAP
    tails       degrees of freedom of Student's t, for data sets and seeds alike (scaled to the same standard
                deviations); None: normal
    unequal     the data sets' `within` differ, the largest being so many times the smallest
    """

    data_sets: int = 12
    seeds: int = 10
    mean: float = 0.0
    between: float = 0.01
    within: float = 0.02
    shared: float = 0.05
    tails: float | None = None
    unequal: float = 1.0

    def table(self, rng: np.random.Generator) -> pd.DataFrame:
        """A table as observations.pair makes them; seeds of one data set are correlated as overlapping splits are.

        The column `truth` has the effect on the data set, which nobody knows.
        """
        scale = self.within * self.unequal ** np.linspace(-0.5, 0.5, self.data_sets)[:, None]
        effect = self.mean + self.between * self._noise(rng, (self.data_sets, 1))
        error = np.sqrt(self.shared) * self._noise(rng, (self.data_sets, 1))
        error = error + self._noise(rng, (self.data_sets, self.seeds))
        names = np.repeat([f"d{place}" for place in range(self.data_sets)], self.seeds)
        seeds = np.tile(np.arange(self.seeds), self.data_sets)
        table = pd.DataFrame({"dataset": names, "seed": seeds, "difference": (effect + scale * error).ravel()})
        return table.assign(overlap=OVERLAP, step=0.001, truth=np.repeat(effect.ravel(), self.seeds))

    def _noise(self, rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
        if self.tails is None:
            return rng.standard_normal(shape)
        return rng.standard_t(self.tails, shape) * np.sqrt((self.tails - 2) / self.tails)
