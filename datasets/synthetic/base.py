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
