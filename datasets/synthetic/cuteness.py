"""The lecture's first example: which animals are cute?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datasets.dataset import DatasetError
from datasets.synthetic.plane import Plane


@dataclass(frozen=True)
class Cuteness(Plane):
    """The lecture's first example: an animal's size and fur, each in [0, 1], and whether it is cute.

    Cute is who has more fur than size. No animal lies within `margin` of that line, so a perceptron can learn it, after
    (R/γ)² mistakes at most, R being the length of the longest animal (Novikoff 1962). The margin γ that was reached is
    in the data set's `source`.
    """

    margin: float = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.margin < 0.5:
            raise DatasetError(f"margin must be at least 0 and below 0.5, not {self.margin}")

    @property
    def classes(self) -> tuple[str, ...]:
        """Not cute, cute."""
        return "not cute", "cute"

    def features(self, count: int) -> tuple[str, ...]:
        """What is known of the animal."""
        return "size", "fur"

    def remark(self, x: np.ndarray, y: np.ndarray) -> str:
        """The margin γ that was reached, noise and all: below 0, animals lie on the wrong side of the line."""
        signed = np.where(y > 0, 1, -1) * (x[:, 1] - x[:, 0]) / np.sqrt(2)
        return f"margin γ = {signed.min():.4f}"

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Uniform animals, drawn again while they lie within the margin (distance to the line, |fur − size|/√2)."""
        animals = np.empty((0, 2))
        while len(animals) < self.n:
            drawn = rng.uniform(size=(2 * self.n, 2))
            clear = np.abs(drawn[:, 1] - drawn[:, 0]) / np.sqrt(2) >= self.margin
            animals = np.concatenate([animals, drawn[clear]])
        animals = animals[: self.n]
        return animals, animals[:, 1] > animals[:, 0]
