"""Lion: the sign of a moving average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.decay import shrink
from models.optimizers.base import FirstOrder, State, cast, sign
from models.ranges import number


@dataclass
class LionState(State):
    """average    (R, P), m: the moving average of gradients."""

    average: np.ndarray


@dataclass(frozen=True)
class Lion(FirstOrder[LionState]):
    """θ ← θ − lr · (sign(β₁ m + (1 − β₁) g) + weight_decay · θ);  m ← β₂ m + (1 − β₂) g.

    Every parameter moves by lr, whatever its gradient. Source: Chen et al. (2023), Symbolic discovery of optimization
    algorithms, algorithm 2.
    """

    lr: float = 0.0001
    beta1: float = number(0.9, least=0, below=1)
    beta2: float = number(0.99, least=0, below=1)
    weight_decay: float = number(0.0, least=0)

    @override
    def init(self, params: np.ndarray) -> LionState:
        """m = 0."""
        return LionState.beside(params, average=np.zeros_like(params))

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: LionState, rate: float) -> None:
        average, scratch = state.average, state.scratch
        beta1, beta2 = np.asarray(self.beta1, np.float64), np.asarray(self.beta2, np.float64)
        np.multiply(average, cast(params, beta1 / (1 - beta1)), out=scratch)
        scratch += grads  # (β₁ m + (1 − β₁) g) / (1 − β₁), which has the same sign
        average *= cast(params, beta2)
        grads *= cast(params, 1 - beta2)
        average += grads
        sign(scratch, grads)
        scratch *= cast(params, self.lr * rate)
        shrink(params, self.lr * rate, self.weight_decay)
        params -= scratch
