"""More points in the plane: two spirals as they were published, blobs, a checkerboard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datasets.dataset import Dataset, DatasetError
from datasets.synthetic import Plane


@dataclass(frozen=True)
class TwoSpirals:
    """Two spirals of three turns, radius 6.5 (104 − i)/104 at the angle π i/16, i = 0 … 96: 194 points, no noise.

    Lang & Witbrock (1988), Learning to tell two spirals apart, after Wieland. Class 1 is (r sin, r cos) of the angle,
    class 0 its mirror image through the origin. Nothing is random.

    n    number of points, even; other numbers than 194 spread as evenly over the same angles
    """

    n: int = 194

    def __post_init__(self) -> None:
        if self.n < 20 or self.n % 2:
            raise DatasetError(f"n must be even and at least 20, not {self.n}")

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

    squares: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.squares < 2:
            raise DatasetError(f"squares must be at least 2, not {self.squares}")

    def points(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Points on the board and the colour of their squares."""
        x = rng.uniform(0, self.squares, (self.n, 2))
        return x, np.floor(x).sum(axis=1) % 2
