"""AdaDelta: AdaGrad's heir, whose steps have the unit of the parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.base import FirstOrder, State, cast
from models.ranges import number


@dataclass
class AdaDeltaState(State):
    """Two moving averages, each (R, P).

    squares    s: of squared gradients
    steps      d: of squared steps
    """

    squares: np.ndarray
    steps: np.ndarray


@dataclass(frozen=True)
class AdaDelta(FirstOrder[AdaDeltaState]):
    """s ← decay · s + (1 − decay) g²;  Δ = √(d + eps)/√(s + eps) · g;  d ← decay · d + (1 − decay) Δ²;  θ ← θ − lr · Δ.

    Steps have the unit of the parameters, so lr is about 1; eps stands inside both roots. Source: Zeiler (2012),
    ADADELTA, algorithm 1, which has no lr; 1 as in PyTorch (Keras: 0.001), whose decay is called rho.
    """

    lr: float = 1.0
    decay: float = number(0.9, least=0, below=1)
    eps: float = number(1e-6, above=0)

    @override
    def init(self, params: np.ndarray) -> AdaDeltaState:
        """s = d = 0."""
        return AdaDeltaState.beside(params, squares=np.zeros_like(params), steps=np.zeros_like(params))

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: AdaDeltaState, rate: float) -> None:
        squares, steps, scratch = state.squares, state.steps, state.scratch
        decay, rest = cast(params, self.decay), cast(params, 1 - np.asarray(self.decay, np.float64))
        eps = cast(params, self.eps)
        np.multiply(grads, grads, out=scratch)
        scratch *= rest
        squares *= decay
        squares += scratch
        np.add(squares, eps, out=scratch)
        np.sqrt(scratch, out=scratch)
        grads /= scratch
        np.add(steps, eps, out=scratch)
        np.sqrt(scratch, out=scratch)
        grads *= scratch  # Δ
        np.multiply(grads, grads, out=scratch)
        scratch *= rest
        steps *= decay
        steps += scratch
        grads *= cast(params, self.lr * rate)
        params -= grads
