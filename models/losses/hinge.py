"""The hinge loss of support-vector machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.losses.base import Loss, Work


@dataclass(frozen=True)
class Hinge(Loss):
    """Σ_c max(0, 1 − t_c z_c), averaged over the batch, with t = +1 for the label and −1 for all other classes.

    One class against the rest, each with a margin; gradient −t [t z < 1] / B. Source: Cortes & Vapnik (1995),
    Support-vector networks; scikit-learn's `hinge_loss` for several classes is Crammer and Singer's, which is another.
    """

    threshold: ClassVar[float] = 0.0

    @override
    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b Σ_c max(0, 1 − t z), t = 2y − 1."""
        margin = self._sides(targets, work)
        margin *= logits
        np.subtract(1, margin, out=margin)
        return work.mean_of_sums(np.maximum(margin, 0, out=margin))

    @override
    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """−t / B where the margin is not kept, else 0."""
        sides = self._sides(targets, work)
        predictions *= sides
        np.less(predictions, 1, out=predictions)
        predictions *= sides
        predictions *= -1.0 / predictions.shape[1]

    @override
    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """0 everywhere."""
        return np.zeros((*predictions.shape, predictions.shape[-1]), predictions.dtype)

    @staticmethod
    def _sides(targets: np.ndarray, work: Work) -> np.ndarray:
        """t = 2y − 1 in `work.scratch`."""
        sides = np.multiply(targets, 2, out=work.scratch)
        sides -= 1
        return sides
