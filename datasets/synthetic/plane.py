"""Points in the plane: moons, circles, blobs, XOR, a checkerboard."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

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

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x, y = self.points(rng)
        return x + self.noise * rng.standard_normal(x.shape), y

    @override
    def features(self, count: int) -> tuple[str, ...]:
        return "x", "y"


@dataclass(frozen=True)
class Moons(Plane):
    """Two interleaved half circles of radius 1, scikit-learn's `make_moons`.

    The second is turned over and moved by (1, 1/2).
    """

    noise: float = 0.25

    @override
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        from sklearn.datasets import make_moons  # takes seconds: only when rows are made, here and below

        x, y = make_moons(self.n, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class Circles(Plane):
    """A circle inside another, scikit-learn's `make_circles`, radii 1/2 and 1."""

    noise: float = 0.15

    @override
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        from sklearn.datasets import make_circles

        x, y = make_circles(self.n, factor=0.5, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class Blobs(Plane):
    """Normal clouds around centres that are uniform in [−10, 10]², one class each: scikit-learn's `make_blobs`.

    centres    number of clouds
    noise      standard deviation of each cloud
    """

    noise: float = 2.0
    centres: int = number(4, least=2, most="n")

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return tuple(str(cloud) for cloud in range(self.centres))

    @override
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The centre of every point's cloud, and the cloud's number."""
        from sklearn.datasets import make_blobs

        x, y = make_blobs(self.n, centers=self.centres, cluster_std=0.0, random_state=self.draw)
        return x, y


@dataclass(frozen=True)
class XOR(Plane):
    """The four corners (±1, ±1); class 1 where the signs differ. No line separates the classes.

    A quarter of the points lie at each corner. Source: Minsky & Papert (1969), Perceptrons.
    """

    noise: float = 0.4

    @override
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        corner = np.arange(self.n) % 4
        x = np.column_stack([1.0 - 2.0 * (corner // 2), 1.0 - 2.0 * (corner % 2)])
        return x, (x[:, 0] != x[:, 1]).astype(np.int64)


@dataclass(frozen=True)
class Checkerboard(Plane):
    """Uniform points on a board of unit squares, class ⌊x⌋ + ⌊y⌋ mod 2; noise moves a point afterwards.

    Ho & Kleinberg (1996), Building projectable classifiers of arbitrary complexity: 1,000 points on 4 × 4 squares.

    squares    number of squares on a side
    """

    squares: int = number(4, least=2)

    @override
    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(0, self.squares, (self.n, 2))
        return x, np.floor(x).sum(axis=1) % 2
