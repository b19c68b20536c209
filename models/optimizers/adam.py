"""Adam, and what its kin share: moving averages of gradients and of their squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from typing_extensions import override

from models.optimizers.base import FirstOrder, State, cast
from models.ranges import number


@dataclass
class AdamState(State):
    """Two moving averages, each (R, P), without the constant factors of their formulas.

    first     m / (1 − β₁): of gradients
    second    v / (1 − β₂): of squared gradients
    """

    first: np.ndarray
    second: np.ndarray


S = TypeVar("S", bound=AdamState)


@dataclass(frozen=True)
class Averaging(FirstOrder[S]):
    """m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).

    The state holds m/(1 − β₁) and v/(1 − β₂), and all constants are folded into one step size and one eps per step:
    ten passes over the parameters where the formula as it stands takes fourteen.
    """

    lr: float = 0.001
    beta1: float = number(0.9, least=0, below=1)
    beta2: float = number(0.999, least=0, below=1)
    eps: float = number(1e-8, above=0)

    def _average(self, params: np.ndarray, grads: np.ndarray, state: AdamState) -> None:
        """Take `grads` into both averages; they are squared in place."""
        first, second = state.first, state.second
        first *= cast(params, self.beta1)
        first += grads
        second *= cast(params, self.beta2)
        np.multiply(grads, grads, out=grads)
        second += grads

    def _root(self, state: AdamState) -> np.ndarray:
        """√v̂ = √second / root."""
        beta2 = np.asarray(self.beta2, np.float64)
        return np.sqrt((1 - beta2**state.step) / (1 - beta2))

    def _step(self, params: np.ndarray, second: np.ndarray, state: AdamState, rate: float) -> None:
        """θ ← θ − lr · m̂ / (√v̂ + eps), with `second` (R, P) for v / (1 − β₂)."""
        first, scratch, root = state.first, state.scratch, self._root(state)
        beta1 = np.asarray(self.beta1, np.float64)
        step_size = self.lr * rate * (1 - beta1) / (1 - beta1**state.step) * root
        np.sqrt(second, out=scratch)
        scratch += cast(params, self.eps * root)
        np.divide(first, scratch, out=scratch)
        scratch *= cast(params, step_size)
        params -= scratch


@dataclass(frozen=True)
class Adam(Averaging[AdamState]):
    """m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  θ ← θ − lr · m̂ / (√v̂ + eps),  m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).

    Source: Kingma & Ba (2015), Adam, algorithm 1.
    """

    @override
    def init(self, params: np.ndarray) -> AdamState:
        """m = v = 0."""
        return AdamState.beside(params, first=np.zeros_like(params), second=np.zeros_like(params))

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: AdamState, rate: float) -> None:
        self._average(params, grads, state)
        self._step(params, state.second, state, rate)
