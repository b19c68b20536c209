"""What data sets made by a formula share. `draw` seeds the points; each is the same table for the same fields."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from datasets.dataset import Dataset, Source
from datasets.ranges import check, number


@dataclass(frozen=True)
class Synthetic(Source):
    """n rows made by a formula.

    n        number of rows
    draw     seed of all that is random in them
    as_is    the columns' scales are the point: they are not to be standardized (see Dataset)
    """

    n: int = number(1000, least=20)
    draw: int = number(0, least=0)
    as_is: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check(self)

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

    @override
    def load(self) -> Dataset:
        x, y = self.rows(np.random.default_rng(self.draw))
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()
        source = "; ".join(filter(None, (f"made by {self!r}", self.remark(x, y))))
        y = y.astype(np.int64 if self.classes else np.float64)
        return Dataset(name, x, y, self.classes, self.features(x.shape[1]), source, as_is=self.as_is)


class Numbers(Synthetic):
    """n rows whose y is a number: a regression."""

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return ()
