"""Points in the plane: what may be drawn, and how it is parted."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from datasets.dataset import Dataset, DatasetError, Source
from datasets.ranges import number
from datasets.synthetic.base import Synthetic


@dataclass(frozen=True)
class Plane(Synthetic):
    """n points in the plane.

    noise    standard deviation of the normal noise added to both coordinates
    """

    noise: float = number(0.0, least=0)

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

    margin: float = number(0.05, least=0, below=0.5)

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
        """Both spirals, their points by turns, from the outside in."""
        i = np.linspace(0, 96, self.n // 2)
        radius, angle = 6.5 * (104 - i) / 104, np.pi * i / 16
        spiral = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
        x = np.stack([spiral, -spiral], axis=1).reshape(self.n, 2)
        y = np.tile([1, 0], self.n // 2)
        return Dataset("two_spirals", x, y.astype(np.int64), ("0", "1"), ("x", "y"), f"made by {self!r}")


@dataclass(frozen=True)
class Blobs(Plane):
    """Normal clouds around centres that are uniform in [−10, 10]², one class each: scikit-learn's `make_blobs`.

    centres    number of clouds
    noise      standard deviation of each cloud
    """

    noise: float = 2.0
    centres: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 2 <= self.centres <= self.n:
            raise DatasetError(f"centres must be 2 or more and not above n, not {self.centres}")

    @property
    def classes(self) -> tuple[str, ...]:
        """The clouds, numbered."""
        return tuple(str(cloud) for cloud in range(self.centres))

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The centre of every point's cloud."""
        from sklearn.datasets import make_blobs

        x, y = make_blobs(self.n, centers=self.centres, cluster_std=0.0, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class Checkerboard(Plane):
    """Uniform points on a board of unit squares, class ⌊x⌋ + ⌊y⌋ mod 2; noise moves a point afterwards.

    Ho & Kleinberg (1996), Building projectable classifiers of arbitrary complexity: 1,000 points on 4 × 4 squares.

    squares    how many there are on a side
    """

    squares: int = number(4, least=2)

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points on the board and the colour of their squares."""
        x = rng.uniform(0, self.squares, (self.n, 2))
        return x, np.floor(x).sum(axis=1) % 2
