"""Two spirals, with noise and as they were published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from datasets.dataset import Dataset, DatasetError, Source
from datasets.synthetic.plane import Plane


@dataclass(frozen=True)
class Spirals(Plane):
    """Two spirals, one the other turned by half a turn: radius t, angle 2π · turns · t, t uniform in [0.1, 1].

    After Lang & Witbrock (1988), Learning to tell two spirals apart, whose spirals make three turns.
    """

    noise: float = 0.03
    turns: float = 1.5

    @override
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        y = np.arange(self.n) % 2
        radius = rng.uniform(0.1, 1.0, self.n)
        angle = 2 * np.pi * self.turns * radius + np.pi * y
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), y


@dataclass(frozen=True)
class TwoSpirals(Source):
    """Two spirals of three turns, radius 6.5 (104 − i)/104 at the angle π i/16, i = 0 … 96: 194 points, no noise.

    Lang & Witbrock (1988), Learning to tell two spirals apart, after Wieland. Class 1 is (r sin, r cos) of the angle,
    class 0 its mirror image through the origin. Nothing is random.

    n    number of points, even; other numbers than 194 spread as evenly over the same angles
    """

    n: int = 194

    def __post_init__(self) -> None:
        if self.n < 20 or self.n % 2:
            raise DatasetError(f"n must be even and at least 20, not {self.n}")

    @override
    def load(self) -> Dataset:
        """Both spirals from the outside in, their points in turn: class 1, class 0, class 1, …"""
        i = np.linspace(0, 96, self.n // 2)
        radius, angle = 6.5 * (104 - i) / 104, np.pi * i / 16
        spiral = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
        x = np.stack([spiral, -spiral], axis=1).reshape(self.n, 2)
        y = np.tile([1, 0], self.n // 2)
        return Dataset("two_spirals", x, y.astype(np.int64), ("0", "1"), ("x", "y"), f"made by {self!r}")
