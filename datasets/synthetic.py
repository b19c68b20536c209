"""Data sets made by a formula. `draw` seeds the points; each is the same table for the same fields."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from datasets.dataset import Dataset, DatasetError


@dataclass(frozen=True)
class Synthetic(ABC):
    """n points in the plane with two classes.

    n       number of points
    noise   standard deviation of the normal noise added to every coordinate
    draw    seed of the points
    """

    n: int = 1000
    noise: float = 0.0
    draw: int = 0

    def __post_init__(self) -> None:
        if self.n < 20:
            raise DatasetError(f"n must be at least 20, not {self.n}")
        if not 0 <= self.noise < np.inf:
            raise DatasetError(f"noise must be 0 or more, not {self.noise}")

    @abstractmethod
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """x (n, 2) without noise, and y (n,)."""

    @property
    def classes(self) -> tuple[str, str]:
        """Names of class 0 and class 1."""
        return "0", "1"

    @property
    def features(self) -> tuple[str, str]:
        """Names of the two coordinates."""
        return "x", "y"

    def load(self) -> Dataset:
        """Draw the points and add the noise."""
        rng = np.random.default_rng(self.draw)
        x, y = self.points(rng)
        x = x + self.noise * rng.standard_normal(x.shape)
        name = type(self).__name__.lower()
        return Dataset(name, x, y.astype(np.int64), self.classes, self.features, f"made by {self!r}")


@dataclass(frozen=True)
class Moons(Synthetic):
    """Two interleaved half circles, scikit-learn's `make_moons`."""

    noise: float = 0.25

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Half circles of radius 1, the second turned over and moved by (1, 1/2)."""
        from sklearn.datasets import make_moons

        x, y = make_moons(self.n, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class Circles(Synthetic):
    """A circle inside another, scikit-learn's `make_circles`, radii 1/2 and 1."""

    noise: float = 0.15

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points on two concentric circles."""
        from sklearn.datasets import make_circles

        x, y = make_circles(self.n, factor=0.5, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class Spirals(Synthetic):
    """Two spirals, one the other turned by half a turn: radius t, angle 2π · turns · t, t uniform in [0.1, 1].

    After Lang & Witbrock (1988), Learning to tell two spirals apart, whose spirals make three turns.
    """

    noise: float = 0.03
    turns: float = 1.5

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points on both spirals."""
        y = np.arange(self.n) % 2
        radius = rng.uniform(0.1, 1.0, self.n)
        angle = 2 * np.pi * self.turns * radius + np.pi * y
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), y


@dataclass(frozen=True)
class XOR(Synthetic):
    """The four corners (±1, ±1); class 1 where the signs differ. No line parts the classes.

    Source: Minsky & Papert (1969), Perceptrons.
    """

    noise: float = 0.4

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """A quarter of the points at each corner."""
        corner = np.arange(self.n) % 4
        x = np.column_stack([1.0 - 2.0 * (corner // 2), 1.0 - 2.0 * (corner % 2)])
        return x, (x[:, 0] != x[:, 1]).astype(np.int64)


@dataclass(frozen=True)
class Cuteness(Synthetic):
    """The lecture's first example: an animal's size and fur, each in [0, 1], and whether it is cute.

    Cute is who has more fur than size. No animal lies within `margin` of that line, so a perceptron can learn it.
    """

    margin: float = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.margin < 0.5:
            raise DatasetError(f"margin must be at least 0 and below 0.5, not {self.margin}")

    @property
    def classes(self) -> tuple[str, str]:
        """Not cute, cute."""
        return "not cute", "cute"

    @property
    def features(self) -> tuple[str, str]:
        """What is known of the animal."""
        return "size", "fur"

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Uniform animals, drawn again while they lie within the margin (distance to the line, |fur − size|/√2)."""
        animals = np.empty((0, 2))
        while len(animals) < self.n:
            drawn = rng.uniform(size=(2 * self.n, 2))
            clear = np.abs(drawn[:, 1] - drawn[:, 0]) / np.sqrt(2) >= self.margin
            animals = np.concatenate([animals, drawn[clear]])
        animals = animals[: self.n]
        return animals, animals[:, 1] > animals[:, 0]
