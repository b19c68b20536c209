"""The tuning budget: which hyperparameters every contestant gets to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

SCALES = ("linear", "log")


@dataclass(frozen=True)
class Range:
    """The search space of one hyperparameter: `low` to `high`, evenly in its value or in its logarithm."""

    low: float
    high: float
    scale: str = "log"

    def __post_init__(self) -> None:
        if self.scale not in SCALES:
            raise ValueError(f"scale must be one of {', '.join(SCALES)}, not {self.scale!r}")
        if not self.low < self.high or (self.scale == "log" and self.low <= 0):
            raise ValueError(f"low must be below high, and above 0 on a log scale, not {self.low} and {self.high}")

    def at(self, share: np.ndarray) -> np.ndarray:
        """The points that lie `share` (0 … 1) of the way from low to high."""
        if self.scale == "log":
            return np.asarray(self.low * (self.high / self.low) ** share)
        return np.asarray(self.low + (self.high - self.low) * share)


MOST_TRIALS = 100_000  # beyond what anybody tunes: a zero too many does not fill the memory


@dataclass(frozen=True)
class Tuning:
    """How many trials every contestant gets, and the seed `draw` of the points they lie at."""

    trials: int = 1
    draw: int = 0

    def __post_init__(self) -> None:
        if self.trials < 1:
            raise ValueError(f"trials must be at least 1, not {self.trials}")
        if self.trials > MOST_TRIALS:
            raise ValueError(f"trials must be at most {MOST_TRIALS:,}, not {self.trials:,}")
        if self.draw < 0:
            raise ValueError(f"draw must be at least 0, not {self.draw}")

    def hyperparameters(self, default: Mapping[str, float], search: Mapping[str, Range]) -> dict[str, np.ndarray]:
        """Every trial's value, (trials,) float64, of each hyperparameter in `search`.

        Trial 0 is `default`, the published one. The others are a scrambled Halton sequence (Owen 2017, A
        randomized Halton algorithm in R): any first k of them cover the space evenly, and the same shares of
        the way from low to high are tried for every contestant.
        """
        if self.trials == 1 or not search:
            return {name: np.full(self.trials, float(default[name])) for name in search}
        from scipy.stats import qmc  # takes a second: only when there is something to tune

        shares = qmc.Halton(len(search), rng=np.random.default_rng(self.draw)).random(self.trials - 1)
        return {
            name: np.concatenate([[float(default[name])], space.at(shares[:, column])])
            for column, (name, space) in enumerate(search.items())
        }
