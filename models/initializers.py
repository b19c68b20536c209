"""Initial weights. A weight matrix is (fan_in, fan_out); biases start at 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Initializer(Protocol):
    """Draws one replica's weights of one layer."""

    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int) -> np.ndarray:
        """Weights (fan_in, fan_out) in float64."""


@dataclass(frozen=True)
class He:
    """N(0, 2 / fan_in): keeps the size of activations through ReLU layers.

    Source: He, Zhang, Ren & Sun (2015), Delving deep into rectifiers, eq. 10.
    """

    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int) -> np.ndarray:
        """Normal with standard deviation √(2 / fan_in)."""
        return rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)


@dataclass(frozen=True)
class Glorot:
    """U(−a, a) with a = √(6 / (fan_in + fan_out)), made for symmetric activations such as tanh.

    Source: Glorot & Bengio (2010), Understanding the difficulty of training deep networks, eq. 16.
    """

    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int) -> np.ndarray:
        """Uniform with variance 2 / (fan_in + fan_out)."""
        bound = np.sqrt(6 / (fan_in + fan_out))
        return rng.uniform(-bound, bound, (fan_in, fan_out))
