"""Feature maps: fixed functions of the inputs, in front of a model. Nothing in them is learned.

`count(D)` says how many features D inputs become, `expand(x, rng)` makes them: x (N, D) float64 → (N, F) float64.
The inputs are standardized before, the features after, both on the training part only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np
from typing_extensions import override

from models.ranges import Checked, number

MOST = 20_000  # features; a map that would make more is a mistake


class FeatureMap(Checked, ABC):
    """The base of all feature maps: what one promises."""

    @abstractmethod
    def count(self, inputs: int) -> int:
        """F for D = `inputs`; a ValueError if the map is not made for so many."""

    @abstractmethod
    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Features (N, F) of x (N, D); what the map draws at random comes from `rng`."""


@dataclass(frozen=True)
class Unchanged(FeatureMap):
    """The inputs as they are."""

    @override
    def count(self, inputs: int) -> int:
        return inputs

    @override
    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return x


@dataclass(frozen=True)
class Polynomial(FeatureMap):
    """All products of up to `degree` inputs, repeated ones included: x, y, x², xy, y², … The constant is the bias.

    Source: Gergonne (1815), The application of the method of least squares to the interpolation of sequences.
    """

    degree: int = number(2, least=1)

    @override
    def count(self, inputs: int) -> int:
        """(D + degree choose degree) − 1."""
        features = comb(inputs + self.degree, self.degree) - 1
        if features > MOST:
            raise ValueError(
                f"degree {self.degree} makes {features:,} features of {inputs} inputs; at most {MOST:,} are allowed"
            )
        return features

    @override
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

    @override
    def count(self, inputs: int) -> int:
        """6, of two inputs only."""
        if inputs != 2:
            raise ValueError(f"these features are made of two inputs, x and y; this data set has {inputs}")
        return 6

    @override
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

    features: int = number(200, least=1, most=MOST)
    length: float = number(1.0, above=0)

    @override
    def count(self, inputs: int) -> int:
        return self.features

    @override
    def expand(self, x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        inputs = x.shape[1]
        weights = rng.standard_normal((inputs, self.features)) / (self.length * np.sqrt(inputs))
        shifts = rng.uniform(0, 2 * np.pi, self.features)
        return np.sqrt(2 / self.features) * np.cos(x @ weights + shifts)
