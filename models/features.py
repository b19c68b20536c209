"""Feature maps: functions of the inputs in front of a model, which learns nothing of them.

`count(D)` says how many features D inputs become, `expand(x, rng)` makes them: x (N, D) float64 → (N, F) float64.
The inputs are standardized before, the features after, both on the training part only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np

MOST = 20_000  # features; a map that would make more is a mistake


class FeatureMap(ABC):
    """What a feature map promises."""

    @abstractmethod
    def count(self, inputs: int) -> int:
        """F for D = `inputs`; a ValueError if the map is not made for so many."""

    @abstractmethod
    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Features (N, F) of x (N, D); what the map draws at random comes from `rng`."""


@dataclass(frozen=True)
class Unchanged(FeatureMap):
    """The inputs as they are."""

    def count(self, inputs: int) -> int:
        """D."""
        return inputs

    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """x itself."""
        return x


@dataclass(frozen=True)
class Polynomial(FeatureMap):
    """All products of up to `degree` inputs, repeated ones included: x, y, x², xy, y², … The constant is the bias.

    Source: Gergonne (1815), The application of the method of least squares to the interpolation of sequences.
    """

    degree: int = 2

    def __post_init__(self) -> None:
        if self.degree < 1:
            raise ValueError(f"degree must be at least 1, not {self.degree}")

    def count(self, inputs: int) -> int:
        """(D + degree choose degree) − 1."""
        features = comb(inputs + self.degree, self.degree) - 1
        if features > MOST:
            raise ValueError(
                f"degree {self.degree} makes {features:,} features of {inputs} inputs; at most {MOST:,} are allowed"
            )
        return features

    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A column per product, by degree, then in the order of the inputs."""
        features = np.empty((len(x), self.count(x.shape[1])))
        columns = (
            chosen
            for degree in range(1, self.degree + 1)
            for chosen in combinations_with_replacement(range(x.shape[1]), degree)
        )
        for place, chosen in enumerate(columns):
            np.prod(x[:, chosen], axis=1, out=features[:, place])
        return features


@dataclass(frozen=True)
class Clever(FeatureMap):
    """x, x², x³, y, xy, cos(y² x³): the lecture's hand-made features of two inputs, from “Getting clever”."""

    def count(self, inputs: int) -> int:
        """6, of two inputs only."""
        if inputs != 2:
            raise ValueError(f"these features are made of two inputs, x and y; this data set has {inputs}")
        return 6

    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The six columns in the order above."""
        self.count(x.shape[1])
        x, y = x.T
        return np.column_stack([x, x**2, x**3, y, x * y, np.cos(y**2 * x**3)])


@dataclass(frozen=True)
class RandomFourier(FeatureMap):
    """√(2/F) cos(x W + b), W normal with standard deviation 1/(length √D), b uniform in [0, 2π).

    Products of two rows approach the Gaussian kernel exp(−‖x − x′‖² / (2 D length²)) as F = `features` grows: `length`
    is in units of √D, as that is how far standardized inputs lie from 0. Source: Rahimi & Recht (2007), Random features
    for large-scale kernel machines, algorithm 1.
    """

    features: int = 200
    length: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.features <= MOST:
            raise ValueError(f"features must lie between 1 and {MOST:,}, not {self.features}")
        if not 0 < self.length < np.inf:
            raise ValueError(f"length must be above 0, not {self.length}")

    def count(self, inputs: int) -> int:
        """F."""
        return self.features

    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The formula above."""
        inputs = x.shape[1]
        weights = rng.standard_normal((inputs, self.features)) / (self.length * np.sqrt(inputs))
        shifts = rng.uniform(0, 2 * np.pi, self.features)
        return np.sqrt(2 / self.features) * np.cos(x @ weights + shifts)
