"""The Dataset record, and the base class of every source of one."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np


class DatasetError(ValueError):
    """A data set that cannot be had or used; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Dataset:
    """A table to learn from.

    x           (N, D) float64, finite; NaN where a value is missing, if there are `categories`
    y           (N,) class numbers 0 … C − 1 (int64) to classify, or finite numbers (float64) to regress on
    classes     the C names of the classes; empty for a regression
    features    the D column names
    source      where it comes from
    as_is       the columns' scales are part of the problem: a network gets them as they are, not standardized
    categories  None: all columns are numbers and complete. Else one entry per column: None for numbers, or the names
                of its categories, whose numbers 0, 1, … stand in x
    groups      (N,) int64: rows of equal number stay on one side of every split; None: each row is a group
    notes       sentences on what was done to the columns, which a verdict's readers are shown
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    classes: tuple[str, ...]
    features: tuple[str, ...]
    source: str
    as_is: bool = False
    categories: tuple[tuple[str, ...] | None, ...] | None = None
    groups: np.ndarray | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.x.ndim != 2 or self.y.shape != self.x.shape[:1] or self.x.shape[1] != len(self.features):
            raise DatasetError(f"{self.name}: x {self.x.shape}, y {self.y.shape} and features do not fit")
        if np.isinf(self.x).any() if self.categories else not np.isfinite(self.x).all():
            raise DatasetError(f"{self.name}: x holds NaN or infinity")
        if self.categories and len(self.categories) != len(self.features):
            raise DatasetError(f"{self.name}: categories and features do not fit")
        if self.groups is not None and self.groups.shape != self.y.shape:
            raise DatasetError(f"{self.name}: y {self.y.shape} and groups {self.groups.shape} do not fit")
        if self.is_regression:
            if not np.isfinite(self.y).all() or np.ptp(self.y) == 0:
                raise DatasetError(f"{self.name}: y holds NaN, infinity, or one value only")
            return
        counts = np.bincount(self.y, minlength=len(self.classes))
        if len(self.classes) < 2 or len(counts) > len(self.classes) or counts.min() < 1:
            raise DatasetError(f"{self.name}: needs at least two classes, each with a row; found {counts}")

    def take(self, rows: np.ndarray) -> Dataset:
        """The data set of some rows, by their numbers (n,) int64."""
        groups = None if self.groups is None else self.groups[rows]
        return replace(self, x=self.x[rows], y=self.y[rows], groups=groups)

    @property
    def is_regression(self) -> bool:
        """Is y a number to predict, not a class?"""
        return not self.classes

    @property
    def score(self) -> str:
        """What predictions are judged by: `accuracy`, or `r2`, the coefficient of determination; both 1 at best."""
        return "r2" if self.is_regression else "accuracy"

    @property
    def strata(self) -> np.ndarray:
        """What a split spreads evenly over its parts, (N,) int64: the classes. A regression is one stratum."""
        return np.zeros(len(self.y), np.int64) if self.is_regression else self.y

    @property
    def majority_rate(self) -> float:
        """Share of the commonest class; NaN for a regression."""
        return float("nan") if self.is_regression else float(np.bincount(self.y).max() / len(self.y))

    @cached_property
    def digest(self) -> str:
        """A short SHA-256 of x, y and groups: two data sets of equal digest hold the same numbers."""
        sha = hashlib.sha256(np.ascontiguousarray(self.x, np.float64).tobytes())
        sha.update(np.ascontiguousarray(self.y, np.float64 if self.is_regression else np.int64).tobytes())
        if self.groups is not None:
            sha.update(np.ascontiguousarray(self.groups, np.int64).tobytes())
        return sha.hexdigest()[:16]


class Source(ABC):
    """Where a data set comes from: a frozen record whose `load` fetches or makes it."""

    @property
    def label(self) -> str:
        """What results call the data set; empty: by the name of its level.

        A level whose fields choose one of many data sets, as a table's path does, needs a label.
        """
        return ""

    @property
    def content(self) -> dict[str, str]:
        """What the numbers depend on besides the fields, such as a file's digest; an entry replaces an equal field."""
        return {}

    @abstractmethod
    def load(self) -> Dataset:
        """The data set; a DatasetError if it cannot be had."""
