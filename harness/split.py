"""Which rows train, which choose and which judge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from harness.errors import BadWord
from harness.streams import Stream, generator


@dataclass(frozen=True)
class Parts:
    """Row numbers of the three parts, each (n,) int64; together they are all rows, each once."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


@dataclass(frozen=True)
class Split:
    """Stratified random parts, one draw per seed.

    test         share of all rows that is kept for the verdict
    validation   share of the others that chooses the trial

    The test part is cut first, so that it is the same rows at every validation fraction.
    """

    test: float = 0.25
    validation: float = 0.2

    def __post_init__(self) -> None:
        for name in ("test", "validation"):
            if not 0 < getattr(self, name) < 1:
                raise ValueError(f"{name} must lie between 0 and 1, not {getattr(self, name)}")

    def parts(self, y: np.ndarray, seed: int) -> Parts:
        """The parts of the rows with the classes `y` (N,) at `seed`; a BadWord if one of them were empty.

        All classes are spread evenly over one random order, which is then cut in three: a row's place is
        (its random rank within its class + 1/2) / size of its class.
        """
        order = even_order(y, generator(seed, Stream.SPLIT))
        tested = round(self.test * len(y))
        validated = round(self.validation * (len(y) - tested))
        test, validation, train = np.split(order, [tested, tested + validated])
        if min(len(test), len(validation), len(train)) < 1:
            raise BadWord(
                f"split: {len(y)} rows leave {len(train)} to train, {len(validation)} to validate and {len(test)} "
                f"to test; each part needs one row or more"
            )
        return Parts(train, validation, test)


def even_order(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """All rows (N,) in a random order over which the classes `y` (N,) are spread evenly, as `Split.parts` says."""
    place = np.empty(len(y))
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        place[rows] = (rng.permutation(len(rows)) + 0.5) / len(rows)
    shuffled = rng.permutation(len(y))  # breaks ties between classes
    return shuffled[np.argsort(place[shuffled], kind="stable")]
