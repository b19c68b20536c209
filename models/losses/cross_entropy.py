"""Cross-entropy: the negative log-likelihood of the labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.activations.base import sigmoid
from models.losses.base import Loss, Work
from models.losses.links import SIGMOID, SOFTMAX, Link


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """−log p of the label: on softmax outputs, or on the sigmoid of a single one.

    Value: log Σ_k exp(z_k) − z_label; with one output, log(1 + exp(z)) − y z. Gradient: (p − y) / B.
    Source: Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.
    """

    @override
    def probabilities(self, outputs: int) -> bool:
        return True

    @override
    def predict(self, logits: np.ndarray, work: Work) -> None:
        _link(logits).predict(logits, work)

    @override
    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b of the formula above: exact for logits of any size, as no p is rounded to 0 before its logarithm."""
        if logits.shape[-1] == 1:
            return self._value_of_one(logits, targets, work)
        np.maximum.reduce(logits, axis=-1, keepdims=True, out=work.column)
        logits -= work.column
        np.multiply(logits, targets, out=work.scratch)
        np.add.reduce(work.scratch, axis=-1, keepdims=True, out=work.spare)  # z of the label
        np.exp(logits, out=logits)
        np.add.reduce(logits, axis=-1, keepdims=True, out=work.column)
        logits /= work.column
        costs = np.log(work.column, out=work.column)
        costs -= work.spare
        return work.mean_of_column()

    @staticmethod
    def _value_of_one(logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b max(z, 0) + log(1 + exp(−|z|)) − y z."""
        cost = np.abs(logits, out=work.scratch)
        np.negative(cost, out=cost)
        np.exp(cost, out=cost)
        np.log1p(cost, out=cost)
        cost += np.maximum(logits, 0, out=work.other)
        cost -= np.multiply(logits, targets, out=work.other)
        sigmoid(logits, out=logits)
        return work.mean_of_sums(cost)

    @override
    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        predictions -= targets
        predictions *= 1.0 / predictions.shape[1]

    @override
    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """diag(p) − p pᵀ, which is p (1 − p) for one output; never negative."""
        return _link(predictions).slopes(predictions)


def _link(outputs: np.ndarray) -> Link:
    """The softmax, or the sigmoid of a single output (R, B, 1)."""
    return SIGMOID if outputs.shape[-1] == 1 else SOFTMAX
