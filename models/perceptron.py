"""Rosenblatt's perceptron: R of them at once, one example at a time; and its rule as a loss, for any network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.losses import Loss, Work


class Perceptron:
    """p = [w · (x, 1) > 0], and after every example w ← w + rate · (y − p) · (x, 1): it learns from mistakes only.

    The lecture's eq. 1–2: the bias is the weight of a feature that is always 1. If some unit vector parts the classes
    by a margin γ and no ‖(x, 1)‖ exceeds ρ, it makes (ρ/γ)² mistakes at most, however often it sees the examples.
    Sources: Rosenblatt (1958), The perceptron; Novikoff (1962), On convergence proofs on perceptrons.

    weights    (R, D + 1), the bias last; 0 at first
    mistakes   (R,) so far
    """

    def __init__(self, replicas: int, inputs: int, rate: float = 1.0) -> None:
        if not 0 < rate < np.inf:
            raise ValueError(f"rate must be above 0, not {rate}")
        self.rate = rate
        self.weights = np.zeros((replicas, inputs + 1))
        self.mistakes = np.zeros(replicas, np.int64)

    def predict(self, x: np.ndarray) -> np.ndarray:
        """0 or 1, (R, N), for x (R, N, D)."""
        z = x @ self.weights[:, :-1, None] + self.weights[:, None, -1:]
        return (z[..., 0] > 0).astype(np.int64)

    def learn(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """See all of x (R, N, D) with classes y (R, N), 0 or 1, once and in order; the mistakes made, (R,)."""
        examples = np.concatenate([x, np.ones((*x.shape[:2], 1))], axis=2)
        made = np.zeros(len(x), np.int64)
        for seen, label in zip(examples.swapaxes(0, 1), y.T, strict=True):
            error = label - ((seen * self.weights).sum(axis=1) > 0)
            self.weights += self.rate * error[:, None] * seen
            made += error != 0
        self.mistakes += made
        return made


@dataclass(frozen=True)
class PerceptronRule(Loss):
    """Σ_c max(0, −t_c z_c), averaged over the batch, t = 2y − 1; predictions are [z > 0]. Gradient: (p − y) / B.

    With no hidden layer, weights that begin at 0, plain gradient descent and one example at a time, that is the
    perceptron, as `recipe=perceptron` puts it together.
    Source: Rosenblatt (1958); as a loss, the perceptron criterion of Duda & Hart (1973), Pattern classification.
    """

    def predict(self, logits: np.ndarray, work: Work) -> None:
        """[z > 0]."""
        np.greater(logits, 0, out=logits)

    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b Σ_c max(0, (1 − 2y) z)."""
        cost = np.multiply(targets, -2, out=work.scratch)
        cost += 1
        cost *= logits
        np.clip(cost, 0, np.inf, out=cost)
        self.predict(logits, work)
        return work.mean_of_sums(cost)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """(p − y) / B."""
        predictions -= targets
        predictions *= 1.0 / predictions.shape[1]

    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """0 everywhere."""
        return np.zeros((*predictions.shape, predictions.shape[-1]), predictions.dtype)
