"""Two examples that textbooks measure methods by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datasets.dataset import DatasetError
from datasets.synthetic.base import Synthetic


@dataclass(frozen=True)
class Friedman1(Synthetic):
    """y = 10 sin(π x₁ x₂) + 20 (x₃ − 1/2)² + 10 x₄ + 5 x₅ + noise · ε, with x uniform in [0, 1]^inputs, ε normal.

    Friedman (1991), Multivariate adaptive regression splines, where there are ten inputs, five of them for nothing, and
    the noise is 1. The formula's own variance is 23.8, so no R² above 1 − 1/24.8 = 0.96 is to be had.
    """

    inputs: int = 10
    noise: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.inputs < 5:
            raise DatasetError(f"inputs must be at least 5, not {self.inputs}")
        if not 0 <= self.noise < np.inf:
            raise DatasetError(f"noise must be 0 or more, not {self.noise}")

    @property
    def classes(self) -> tuple[str, ...]:
        """None: a regression."""
        return ()

    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Uniform inputs and the formula's noisy value."""
        x = rng.uniform(size=(self.n, self.inputs))
        y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
        return x, y + self.noise * rng.standard_normal(self.n)


@dataclass(frozen=True)
class Hastie(Synthetic):
    """Ten normal inputs; class 1 where the sum of their squares is above 9.34, the median of χ² with 10 degrees.

    Hastie, Tibshirani & Friedman (2009), The elements of statistical learning, eq. 10.2: a sphere within a shell.
    """

    n: int = 2000

    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Normal points and whether they lie outside the sphere."""
        x = rng.standard_normal((self.n, 10))
        return x, (x**2).sum(axis=1) > 9.34
