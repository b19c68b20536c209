"""Rosenblatt's perceptron as it stands in the textbook: the truth that the rule on a network is compared with."""

from __future__ import annotations

import numpy as np


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
