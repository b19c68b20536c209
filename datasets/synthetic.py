"""Data sets made by a formula. `draw` seeds the points; each is the same table for the same fields."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from datasets.dataset import Dataset, DatasetError


@dataclass(frozen=True)
class Synthetic(ABC):
    """n rows made by a formula.

    n        number of rows
    draw     seed of all that is random in them
    as_is    the columns' scales are the point: they are not to be standardized (see Dataset)
    """

    n: int = 1000
    draw: int = 0
    as_is: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if self.n < 20:
            raise DatasetError(f"n must be at least 20, not {self.n}")
        if self.draw < 0:
            raise DatasetError(f"draw must be 0 or more, not {self.draw}")

    @abstractmethod
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """x (n, D) and y (n,)."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of class 0 and class 1; none: y is a number."""
        return "0", "1"

    def features(self, count: int) -> tuple[str, ...]:
        """Names of the D = `count` columns."""
        return tuple(f"x{column}" for column in range(1, count + 1))

    def remark(self, x: np.ndarray, y: np.ndarray) -> str:
        """What is to be known of the rows that were drawn."""
        return ""

    def load(self) -> Dataset:
        """Make the rows."""
        x, y = self.rows(np.random.default_rng(self.draw))
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()
        source = "; ".join(filter(None, (f"made by {self!r}", self.remark(x, y))))
        y = y.astype(np.int64 if self.classes else np.float64)
        return Dataset(name, x, y, self.classes, self.features(x.shape[1]), source, as_is=self.as_is)


@dataclass(frozen=True)
class Plane(Synthetic):
    """n points in the plane.

    noise    standard deviation of the normal noise added to both coordinates
    """

    noise: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.noise < np.inf:
            raise DatasetError(f"noise must be 0 or more, not {self.noise}")

    @abstractmethod
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """x (n, 2) without noise, and y (n,)."""

    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The points with their noise."""
        x, y = self.points(rng)
        return x + self.noise * rng.standard_normal(x.shape), y

    def features(self, count: int) -> tuple[str, ...]:
        """Names of the two coordinates."""
        return "x", "y"


@dataclass(frozen=True)
class Moons(Plane):
    """Two interleaved half circles, scikit-learn's `make_moons`."""

    noise: float = 0.25

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Half circles of radius 1, the second turned over and moved by (1, 1/2)."""
        from sklearn.datasets import make_moons

        x, y = make_moons(self.n, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class Circles(Plane):
    """A circle inside another, scikit-learn's `make_circles`, radii 1/2 and 1."""

    noise: float = 0.15

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points on two concentric circles."""
        from sklearn.datasets import make_circles

        x, y = make_circles(self.n, factor=0.5, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class Spirals(Plane):
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
class XOR(Plane):
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
