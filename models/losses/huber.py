"""Huber's loss: squared near 0, linear beyond."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.losses.base import Loss, Work
from models.ranges import number


@dataclass(frozen=True)
class Huber(Loss):
    """Σ_c h(p_c − y_c), averaged over the batch: h(e) = e²/2 for |e| ≤ delta, else delta (|e| − delta/2).

    Source: Huber (1964), Robust estimation of a location parameter; PyTorch's also averages over outputs.
    """

    delta: float = number(1.0, above=0)

    @property
    @override
    def regression(self) -> bool:
        return True

    @override
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

    @override
    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """(p − y) / B, cut at ±delta / B."""
        predictions -= targets
        np.clip(predictions, -self.delta, self.delta, out=predictions)
        predictions *= 1.0 / predictions.shape[1]

    @override
    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """1 where |p − y| ≤ delta, else 0."""
        inside = np.abs(predictions - targets) <= self.delta
        return np.eye(predictions.shape[-1], dtype=predictions.dtype) * inside[..., None]
