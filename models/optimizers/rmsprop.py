"""RMSProp: a step size for each parameter, from its latest gradients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.base import FirstOrder, State, cast, step_over_root
from models.ranges import number


@dataclass
class RMSPropState(State):
    """squares    (R, P), s: the moving average of squared gradients."""

    squares: np.ndarray


@dataclass(frozen=True)
class RMSProp(FirstOrder[RMSPropState]):
    """s ← decay · s + (1 − decay) g²;  θ ← θ − lr · g / (√s + eps).

    eps outside the root as in PyTorch (TensorFlow: inside). Source: Tieleman & Hinton (2012), Coursera lecture 6.5,
    with decay 0.9 and lr 0.001; PyTorch's defaults are 0.99 and 0.01.
    """

    lr: float = 0.001
    decay: float = number(0.9, least=0, below=1)
    eps: float = number(1e-8, above=0)

    @override
    def init(self, params: np.ndarray) -> RMSPropState:
        """s = 0."""
        return RMSPropState.beside(params, squares=np.zeros_like(params))

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: RMSPropState, rate: float) -> None:
        squares, scratch = state.squares, state.scratch
        np.multiply(grads, grads, out=scratch)
        scratch *= cast(params, 1 - np.asarray(self.decay, np.float64))
        squares *= cast(params, self.decay)
        squares += scratch
        step_over_root(params, grads, squares, scratch, self.lr * rate, self.eps)
