"""What training minimizes: a loss of a network's outputs, with its gradient by backpropagation."""

from __future__ import annotations

import numpy as np

from models.losses import Loss, Work
from models.mlp import MLP


class Objective:
    """L(θ) of R networks on one batch after another; θ is `network.params` (R, P), ∂L/∂θ goes to `network.grads`.

    Inputs x (R, B, D), targets and predictions (R, B, C). What is returned is valid until the next call.
    """

    def __init__(self, network: MLP, loss: Loss) -> None:
        self.network = network
        self.loss = loss
        self._work: dict[int, Work] = {}

    def value(self, x: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """L (R,) and the predictions (R, B, C)."""
        logits = self.network.forward(x)
        values = self.loss.value(logits, targets, self._work_beside(logits))
        return values, logits  # which are predictions by now

    def gradient(self, x: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """L (R,); ∂L/∂θ is in `network.grads`."""
        values, predictions = self.value(x, targets)
        self.loss.gradient(predictions, targets, self._work_beside(predictions))
        self.network.backward(x, predictions)
        return values

    def _work_beside(self, logits: np.ndarray) -> Work:
        batch = logits.shape[1]
        if batch not in self._work:
            self._work[batch] = Work.beside(logits)
        return self._work[batch]
