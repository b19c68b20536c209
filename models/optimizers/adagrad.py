"""AdaGrad: a step size for each parameter, from all of its gradients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.base import FirstOrder, State, cast, step_over_root
from models.ranges import number


@dataclass
class AdaGradState(State):
    """squares    (R, P), s: the sum of all squared gradients."""

    squares: np.ndarray


@dataclass(frozen=True)
class AdaGrad(FirstOrder[AdaGradState]):
    """s ← s + g²;  θ ← θ − lr · g / (√s + eps).

    s starts at `initial_accumulator`: 0 as in the paper and in PyTorch; TensorFlow starts at 0.1. eps stands outside
    the root, as in PyTorch. Source: Duchi, Hazan & Singer (2011), Adaptive subgradient methods, JMLR 12.
    """

    lr: float = 0.01
    eps: float = number(1e-10, above=0)
    initial_accumulator: float = number(0.0, least=0)

    @override
    def init(self, params: np.ndarray) -> AdaGradState:
        """s = initial_accumulator."""
        state = AdaGradState.beside(params, squares=np.empty_like(params))
        state.squares[...] = cast(params, self.initial_accumulator)
        return state

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: AdaGradState, rate: float) -> None:
        squares, scratch = state.squares, state.scratch
        np.multiply(grads, grads, out=scratch)
        squares += scratch
        step_over_root(params, grads, squares, scratch, self.lr * rate, self.eps)
