"""More losses, on the outputs as they are; what they have in common is in losses.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.losses import Loss, Work


@dataclass(frozen=True)
class AbsoluteError(Loss):
    """Σ_c |p_c − y_c|, averaged over the batch; gradient sign(p − y) / B, 0 where they are equal.

    Source: Laplace (1774); its minimum is the median.
    """

    @property
    def regression(self) -> bool:
        """Yes."""
        return True

    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b Σ_c |p − y|."""
        np.subtract(logits, targets, out=work.scratch)
        return work.mean_of_sums(np.abs(work.scratch, out=work.scratch))

    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """sign(p − y) / B."""
        predictions -= targets
        np.sign(predictions, out=predictions)
        predictions *= 1.0 / predictions.shape[1]

    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """0 everywhere."""
        return np.zeros((*predictions.shape, predictions.shape[-1]), predictions.dtype)


@dataclass(frozen=True)
class Huber(Loss):
    """Σ_c h(p_c − y_c), averaged over the batch: h(e) = e²/2 for |e| ≤ delta, else delta (|e| − delta/2).

    Source: Huber (1964), Robust estimation of a location parameter; PyTorch's also averages over outputs.
    """

    delta: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.delta < np.inf:
            raise ValueError(f"delta must be above 0, not {self.delta}")

    @property
    def regression(self) -> bool:
        """Yes."""
        return True

    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b Σ_c h(p − y), by h(e) = c (|e| − c/2) with c = min(|e|, delta)."""
        error = np.subtract(logits, targets, out=work.scratch)
        np.abs(error, out=error)
        inner = np.minimum(error, self.delta, out=work.other)
        error *= inner
        inner *= inner
        inner *= 0.5
        error -= inner
        return work.mean_of_sums(error)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """(p − y) / B, cut at ±delta / B."""
        predictions -= targets
        np.clip(predictions, -self.delta, self.delta, out=predictions)
        predictions *= 1.0 / predictions.shape[1]

    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """1 where |p − y| ≤ delta, else 0."""
        inside = np.abs(predictions - targets) <= self.delta
        return np.eye(predictions.shape[-1], dtype=predictions.dtype) * inside[..., None]


@dataclass(frozen=True)
class Hinge(Loss):
    """Σ_c max(0, 1 − t_c z_c), averaged over the batch, with t = +1 for the label and −1 for all other classes.

    One class against the rest, each with a margin; gradient −t [t z < 1] / B. Source: Cortes & Vapnik (1995),
    Support-vector networks; scikit-learn's `hinge_loss` for several classes is Crammer and Singer's, which is another.
    """

    threshold: ClassVar[float] = 0.0

    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b Σ_c max(0, 1 − t z), t = 2y − 1."""
        margin = self._sides(targets, work)
        margin *= logits
        np.subtract(1, margin, out=margin)
        return work.mean_of_sums(np.maximum(margin, 0, out=margin))

    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """−t / B where the margin is not kept, else 0."""
        sides = self._sides(targets, work)
        predictions *= sides
        np.less(predictions, 1, out=predictions)
        predictions *= sides
        predictions *= -1.0 / predictions.shape[1]

    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """0 everywhere."""
        return np.zeros((*predictions.shape, predictions.shape[-1]), predictions.dtype)

    @staticmethod
    def _sides(targets: np.ndarray, work: Work) -> np.ndarray:
        """t = 2y − 1 in `work.scratch`."""
        sides = np.multiply(targets, 2, out=work.scratch)
        sides -= 1
        return sides
