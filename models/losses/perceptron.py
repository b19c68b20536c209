"""Rosenblatt's rule as a loss, for any network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.losses.base import Loss, Work


@dataclass(frozen=True)
class PerceptronRule(Loss):
    """Σ_c max(0, −t_c z_c), averaged over the batch, t = 2y − 1; predictions are [z > 0]. Gradient: (p − y) / B.

    With no hidden layer, weights that begin at 0, plain gradient descent and one example at a time, that is the
    perceptron, as `recipe=perceptron` puts it together.
    Source: Rosenblatt (1958); as a loss, the perceptron criterion of Duda & Hart (1973), Pattern classification.
    """

    @override
    def predict(self, logits: np.ndarray, work: Work) -> None:
        """[z > 0]."""
        np.greater(logits, 0, out=logits)

    @override
    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b Σ_c max(0, (1 − 2y) z)."""
        cost = np.multiply(targets, -2, out=work.scratch)
        cost += 1
        cost *= logits
        np.clip(cost, 0, np.inf, out=cost)
        self.predict(logits, work)
        return work.mean_of_sums(cost)

    @override
    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """(p − y) / B."""
        predictions -= targets
        predictions *= 1.0 / predictions.shape[1]

    @override
    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """0 everywhere."""
        return np.zeros((*predictions.shape, predictions.shape[-1]), predictions.dtype)
