"""Gradient clipping: what keeps one steep place from throwing a network far away. A gradient of NaN stays NaN."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.ranges import Checked, number


class Clipping(Checked, ABC):
    """The base of all clippings: what an update needs of one."""

    @abstractmethod
    def clip(self, grads: np.ndarray, column: np.ndarray) -> None:
        """Change grads (R, P) in place.

        column    (R, 1), overwritten
        """


@dataclass(frozen=True)
class NoClipping(Clipping):
    """g stays as it is."""

    @override
    def clip(self, grads: np.ndarray, column: np.ndarray) -> None:
        """Nothing happens."""


@dataclass(frozen=True)
class ClipByNorm(Clipping):
    """g ← g · min(1, max_norm / (‖g‖ + 1e-6)), where ‖g‖ is the norm of all gradients of a replica, not of a layer's.

    1e-6 as in PyTorch's clip_grad_norm_, so that ‖g‖ ends just below max_norm. A norm too large for the precision
    counts as infinite, and the gradient becomes 0. Source: Pascanu, Mikolov & Bengio (2013), On the difficulty of
    training recurrent neural networks, algorithm 1.
    """

    max_norm: float = number(1.0, above=0)

    @override
    def clip(self, grads: np.ndarray, column: np.ndarray) -> None:
        # vecdot, because einsum adds up a row of more than 8192 in an order that depends on the rows around it.
        np.vecdot(grads, grads, out=column[:, 0])
        np.sqrt(column, out=column)
        column += 1e-6
        np.divide(self.max_norm, column, out=column)
        np.minimum(column, 1, out=column)
        grads *= column


@dataclass(frozen=True)
class ClipByValue(Clipping):
    """g ← min(max(g, −max_value), max_value), parameter by parameter: the same as PyTorch's clip_grad_value_.

    It changes the gradient's direction; an infinite gradient becomes a finite one. Source: Mikolov (2012), Statistical
    language models based on neural networks.
    """

    max_value: float = number(1.0, above=0)

    @override
    def clip(self, grads: np.ndarray, column: np.ndarray) -> None:
        np.clip(grads, -self.max_value, self.max_value, out=grads)
