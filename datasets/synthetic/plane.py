"""Points in the plane: moons, circles, blobs, XOR, a checkerboard."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from datasets.dataset import DatasetError
from datasets.synthetic.base import Synthetic


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
class Checkerboard(Plane):
    """Uniform points on a board of unit squares, class ⌊x⌋ + ⌊y⌋ mod 2; noise moves a point afterwards.

    Ho & Kleinberg (1996), Building projectable classifiers of arbitrary complexity: 1,000 points on 4 × 4 squares.

    squares    how many there are on a side
    """

    squares: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.squares < 2:
            raise DatasetError(f"squares must be at least 2, not {self.squares}")

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points on the board and the colour of their squares."""
        x = rng.uniform(0, self.squares, (self.n, 2))
        return x, np.floor(x).sum(axis=1) % 2
