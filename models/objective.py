"""What training minimizes: a loss of a network's outputs, with its gradient by backpropagation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.losses import Loss, Work
from models.mlp import MLP


class Objective:
    """L(θ) of R networks on any batch: the networks, their loss, and the loss's scratch for every batch size."""

    def __init__(self, network: MLP, loss: Loss) -> None:
        self.network = network
        self.loss = loss
        self._work: dict[int, Work] = {}

    def on(self, x: np.ndarray, targets: np.ndarray) -> Batch:
        """L on inputs x (R, B, D) and targets (R, B, C)."""
        return Batch(self, x, targets)

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Predictions (R, B, C) for inputs x (R, B, D), valid until the next pass."""
        logits = self.network.forward(x)
        self.loss.predict(logits, self.work(logits))
        return logits

    def work(self, logits: np.ndarray) -> Work:
        """Scratch beside `logits` (R, B, C)."""
        batch = logits.shape[1]
        if batch not in self._work:
            self._work[batch] = Work.beside(logits)
        return self._work[batch]


@dataclass(frozen=True)
class Batch:
    """L(θ) on one batch. θ is `params` (R, P); what the methods return is valid until the next of them is called."""

    objective: Objective
    x: np.ndarray
    targets: np.ndarray

    @property
    def params(self) -> np.ndarray:
        """θ (R, P), to be changed in place."""
        return self.objective.network.params

    @property
    def grads(self) -> np.ndarray:
        """∂L/∂θ (R, P) where `gradient` was called last; everybody's scratch afterwards."""
        return self.objective.network.grads

    def value(self) -> tuple[np.ndarray, np.ndarray]:
        """L (R,) and the predictions (R, B, C)."""
        logits = self.objective.network.forward(self.x)
        values = self.objective.loss.value(logits, self.targets, self.objective.work(logits))
        return values, logits  # which are predictions by now

    def gradient(self) -> np.ndarray:
        """L (R,); ∂L/∂θ goes to `grads`."""
        values, predictions = self.value()
        self.objective.loss.gradient(predictions, self.targets, self.objective.work(predictions))
        self.objective.network.backward(self.x, predictions)
        return values
