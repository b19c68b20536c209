"""What data sets made by a formula share: n rows, the seed that draws them, a name, a source."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from datasets import ranges
from datasets.dataset import Dataset, Source
from datasets.ranges import number


@dataclass(frozen=True)
class Synthetic(Source):
    """n rows made by a formula. Equal fields make equal rows.

    n        number of rows
    draw     seed of everything random in them
    as_is    the columns' scales are part of the problem: they are not standardized (see Dataset)
    """

    n: int = number(1000, least=20)
    draw: int = number(0, least=0)
    as_is: ClassVar[bool] = False

    def __post_init__(self) -> None:
        ranges.check(self)

    @abstractmethod
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """x (n, D) and y (n,)."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes 0, 1, …; none for a regression."""
        return "0", "1"

    def features(self, count: int) -> tuple[str, ...]:
        """Names of the D = `count` columns."""
        return tuple(f"x{column}" for column in range(1, count + 1))

    def remark(self, x: np.ndarray, y: np.ndarray) -> str:
        """A fact about the rows x and y, which the data set's `source` then states; empty if there is none."""
        return ""

    @override
    def load(self) -> Dataset:
        x, y = self.rows(np.random.default_rng(self.draw))
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()
        source = "; ".join(filter(None, (f"made by {self!r}", self.remark(x, y))))
        y = y.astype(np.int64 if self.classes else np.float64)
        return Dataset(name, x, y, self.classes, self.features(x.shape[1]), source, as_is=self.as_is)


@dataclass(frozen=True)
class Regression(Synthetic):
    """n rows made by a formula whose y is a number to predict."""

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return ()
