"""Two examples that textbooks measure methods by: Friedman's regression and Hastie's sphere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from datasets.ranges import number
from datasets.synthetic.base import Regression, Synthetic


@dataclass(frozen=True)
class Friedman1(Regression):
    """y = 10 sin(π x₁ x₂) + 20 (x₃ − 1/2)² + 10 x₄ + 5 x₅ + noise · ε, with x uniform in [0, 1]^inputs, ε normal.

    Friedman (1991), Multivariate adaptive regression splines, has ten inputs, five of which do not matter, and noise 1.
    The formula's own variance is 23.8, so no R² above 1 − 1/24.8 = 0.96 is possible.
    """

    inputs: int = number(10, least=5)
    noise: float = number(1.0, least=0)

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(size=(self.n, self.inputs))
        y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
        return x, y + self.noise * rng.standard_normal(self.n)


@dataclass(frozen=True)
class Hastie(Synthetic):
    """Ten normal inputs; class 1 where the sum of their squares is above 9.34, the median of χ² with 10 degrees.

    Hastie, Tibshirani & Friedman (2009), The elements of statistical learning, eq. 10.2: a sphere within a shell.
    """

    n: int = 2000

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.standard_normal((self.n, 10))
        return x, (x**2).sum(axis=1) > 9.34
