"""The lecture's first example: which animals are cute?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from datasets.ranges import number
from datasets.synthetic.plane import Plane


@dataclass(frozen=True)
class Cuteness(Plane):
    """Animals of uniform size and fur, each in [0, 1]; an animal with more fur than size is cute.

    Without noise no animal lies within `margin` of the line fur = size, so a perceptron learns it after (R/γ)² mistakes
    at most, R being the length of the longest animal (Novikoff 1962). `source` states the margin γ of the rows.

    margin    least distance to the line, |fur − size|/√2, before noise: animals that are nearer are drawn again
    """

    margin: float = number(0.05, least=0, below=0.5)

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return "not cute", "cute"

    @override
    def features(self, count: int) -> tuple[str, ...]:
        return "size", "fur"

    @override
    def remark(self, x: np.ndarray, y: np.ndarray) -> str:
        """The margin γ of the rows, noise included: below 0, animals lie on the wrong side of the line."""
        signed = np.where(y > 0, 1, -1) * (x[:, 1] - x[:, 0]) / np.sqrt(2)
        return f"margin γ = {signed.min():.4f}"

    @override
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        animals = np.empty((0, 2))
        while len(animals) < self.n:
            drawn = rng.uniform(size=(2 * self.n, 2))
            clear = np.abs(drawn[:, 1] - drawn[:, 0]) / np.sqrt(2) >= self.margin
            animals = np.concatenate([animals, drawn[clear]])
        animals = animals[: self.n]
        return animals, animals[:, 1] > animals[:, 0]
