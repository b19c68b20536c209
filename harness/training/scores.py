"""Scores of predictions, 1 at best: accuracy for classes, R² for numbers. Summed up chunk by chunk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from typing_extensions import override


class Score(ABC):
    """A score of R replicas on parts of the rows, as a sum over chunks. Row numbers are those of `Rows`."""

    @abstractmethod
    def part(self, predictions: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """What the chunk `rows` (R, B) with `predictions` (R, B, C) adds to the sum, (R,)."""

    @abstractmethod
    def whole(self, total: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The score (R,) of all `rows` (R, n), whose chunks add up to `total` (R,)."""


@dataclass(frozen=True)
class Accuracy(Score):
    """The share of rows whose class is predicted: the largest output, or a single one above the loss's threshold.

    labels   (S · N,) class numbers of every row
    """

    labels: np.ndarray
    threshold: float

    @override
    def part(self, predictions: np.ndarray, rows: np.ndarray) -> np.ndarray:
        single = predictions.shape[-1] == 1
        predicted = predictions[..., 0] > self.threshold if single else predictions.argmax(axis=-1)
        return np.asarray((predicted == self.labels[rows]).sum(axis=-1), np.float64)

    @override
    def whole(self, total: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return total / rows.shape[1]


@dataclass(frozen=True)
class RSquared(Score):
    """1 − Σ (p − y)² / Σ (y − ȳ)², ȳ the mean of the part that is scored; 0 for whoever predicts that mean.

    It is NaN where all y are equal.

    targets   (S · N,) the numbers to predict
    """

    targets: np.ndarray

    @override
    def part(self, predictions: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return np.square(predictions[..., 0].astype(np.float64) - self.targets[rows]).sum(axis=-1)

    @override
    def whole(self, total: np.ndarray, rows: np.ndarray) -> np.ndarray:
        y = self.targets[rows].astype(np.float64)
        variation = np.square(y - y.mean(axis=1, keepdims=True)).sum(axis=1)
        return 1 - total / np.where(variation > 0, variation, np.nan)
