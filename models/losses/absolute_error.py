"""Absolute error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.losses.base import Loss, Work


@dataclass(frozen=True)
class AbsoluteError(Loss):
    """Σ_c |p_c − y_c|, averaged over the batch; gradient sign(p − y) / B, 0 where they are equal.

    Source: Laplace (1774); its minimum is the median.
    """

    @property
    @override
    def regression(self) -> bool:
        return True

    @override
    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b Σ_c |p − y|."""
        np.subtract(logits, targets, out=work.scratch)
        return work.mean_of_sums(np.abs(work.scratch, out=work.scratch))

    @override
    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """sign(p − y) / B."""
        predictions -= targets
        np.sign(predictions, out=predictions)
        predictions *= 1.0 / predictions.shape[1]

    @override
    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """0 everywhere."""
        return np.zeros((*predictions.shape, predictions.shape[-1]), predictions.dtype)
