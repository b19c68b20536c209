"""Which rows train, which choose and which judge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from harness.errors import BadWord
from harness.sampling.streams import Stream, generator


@dataclass(frozen=True)
class Parts:
    """Row numbers of the three parts, each (n,) int64; of a `Split`, they are together all rows, each once."""

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

    def parts(self, y: np.ndarray, seed: int, groups: np.ndarray | None = None) -> Parts:
        """The parts of the rows with the classes `y` (N,) at `seed`; a BadWord if one of them were empty.

        All classes are spread evenly over one random order (see even_order), which is then cut in three. With `groups`
        (N,), whole groups are drawn, see _drawn.
        """
        rng = generator(seed, Stream.SPLIT)
        if groups is None:
            order = even_order(y, rng)
            tested = round(self.test * len(y))
            validated = round(self.validation * (len(y) - tested))
            test, validation, train = np.split(order, [tested, tested + validated])
        else:
            test, rest = _drawn(np.arange(len(y)), y, groups, self.test, rng)
            validation, train = _drawn(rest, y, groups, self.validation, rng)
        if min(len(test), len(validation), len(train)) < 1:
            whole = "" if groups is None else f" of {len(np.unique(groups))} groups"
            raise BadWord(
                f"split: {len(y)} rows{whole} leave {len(train)} to train, {len(validation)} to validate and "
                f"{len(test)} to test; each part needs one row or more"
            )
        return Parts(train, validation, test)


@dataclass(frozen=True)
class Whole:
    """All rows in every part, for claims about what a network can represent: it says nothing about new rows."""

    def parts(self, y: np.ndarray, seed: int, groups: np.ndarray | None = None) -> Parts:
        """The rows of `y` (N,), three times."""
        rows = np.arange(len(y))
        return Parts(rows, rows, rows)


def even_order(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """All rows (N,) in a random order over which the classes `y` (N,) are spread evenly, as `Split.parts` says."""
    place = np.empty(len(y))
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        place[rows] = (rng.permutation(len(rows)) + 0.5) / len(rows)
    shuffled = rng.permutation(len(y))  # breaks ties between classes
    return shuffled[np.argsort(place[shuffled], kind="stable")]


def _drawn(
    rows: np.ndarray, y: np.ndarray, groups: np.ndarray, share: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """About a `share` of `rows` (n,), in whole groups and with as many of each class, and the other rows.

    Groups come in random order; one is taken if that brings the classes' counts a nearer to the share of their totals
    t, as measured by Σ (a − share · t)² / t. If none is, because all are too large, the one that errs least.
    """
    names, group = np.unique(groups[rows], return_inverse=True)
    _, label = np.unique(y[rows], return_inverse=True)
    if len(names) < 2:
        return rows[:0], rows
    counts = np.zeros((len(names), label.max() + 1))
    np.add.at(counts, (group, label), 1)
    total = counts.sum(axis=0)
    taken, gap = np.zeros(len(names), bool), -share * total
    for candidate in rng.permutation(len(names)):
        own = counts[candidate]
        if (own * (2 * gap + own) / total).sum() < 0:
            taken[candidate] = True
            gap += own
    if not taken.any():
        taken[(counts * (2 * gap + counts) / total).sum(axis=1).argmin()] = True
    return rows[taken[group]], rows[~taken[group]]
