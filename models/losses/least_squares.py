"""Least squares, with any link, averaged over the batch or summed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.losses.base import Loss, Work
from models.losses.links import LINKS, Link
from models.ranges import choice

# By what the mean over a batch of B examples is multiplied.
REDUCTIONS: dict[str, Callable[[int], int]] = {"mean": lambda batch: 1, "sum": lambda batch: batch}


@dataclass(frozen=True)
class LeastSquares(Loss):
    """Σ_c (p_c − y_c)²; `link` turns logits into p; the batch's mean, or its sum (`reduction`) as in the lecture.

    Gradient with respect to p: 2 (p − y) / B, then through the link; without the / B for a sum. The lecture that this
    project grew from drops the 2 (its eq. 10), and in its eq. 16 the factor (P − L); both stand here.
    With link `identity` it is the loss of Hui & Belkin (2021), Evaluation of neural architectures trained with
    square loss vs cross-entropy; PyTorch's MSELoss divides by the number of outputs as well.
    """

    link: str = choice("identity", LINKS)
    reduction: str = choice("mean", REDUCTIONS)

    @property
    @override
    def regression(self) -> bool:
        return self._link.regression

    @property
    @override
    def least_outputs(self) -> int:
        return self._link.least_outputs

    @override
    def probabilities(self, outputs: int) -> bool:
        return self._link.probabilities(outputs)

    @override
    def predict(self, logits: np.ndarray, work: Work) -> None:
        self._link.predict(logits, work)

    @override
    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b (or Σ_b) Σ_c (p − y)²."""
        self.predict(logits, work)
        np.subtract(logits, targets, out=work.scratch)
        np.multiply(work.scratch, work.scratch, out=work.scratch)
        values = work.mean_of_sums(work.scratch)
        values *= self._examples(logits)
        return values

    @override
    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """2 (p − y) / B, pulled through the link."""
        error = np.subtract(predictions, targets, out=work.scratch)
        error *= 2.0 * self._examples(predictions) / predictions.shape[1]
        self._link.pull(error, predictions, work)

    @override
    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """2 SᵀS with the link's slopes S, plus 2 Σ_k (p_k − y_k) ∂²p_k/∂z² unless it is to be convex."""
        slopes = self._link.slopes(predictions)
        whole = 2 * slopes.swapaxes(-1, -2) @ slopes
        if not convex:
            whole += self._link.bends(predictions, 2 * (predictions - targets))
        return whole * self._examples(predictions)

    @property
    def _link(self) -> Link:
        return LINKS[self.link]

    def _examples(self, outputs: np.ndarray) -> int:
        """By what a mean over the batch is multiplied: 1, or B for a sum."""
        return REDUCTIONS[self.reduction](outputs.shape[1])
