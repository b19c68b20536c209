"""NAdam: Adam with Nesterov's momentum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.adam import AdamState, Averaging
from models.optimizers.base import cast
from models.ranges import number


@dataclass
class NAdamState(AdamState):
    """product    Π, the product of all momenta so far: a number, or (R, 1) float64."""

    product: float | np.ndarray = 1.0


@dataclass(frozen=True)
class NAdam(Averaging[NAdamState]):
    """Adam with Nesterov's momentum: θ ← θ − lr · (β_{t+1} m / (1 − Π β_{t+1}) + (1 − β_t) g / (1 − Π)) / (√v̂ + eps).

    β_t = β₁ (1 − 0.96^(t · momentum_decay) / 2) warms the momentum up, and Π = β_1 · … · β_t; m, v and v̂ as in Adam,
    so that β₁ itself averages the gradients, as in PyTorch.
    Source: Dozat (2016), Incorporating Nesterov momentum into Adam, with its schedule for β_t (momentum_decay 1/250);
    lr 0.002 as in PyTorch, which keeps Π in its default precision; here it is float64.
    """

    lr: float = 0.002
    momentum_decay: float = number(0.004, least=0)

    @override
    def init(self, params: np.ndarray) -> NAdamState:
        """m = v = 0, Π = 1."""
        return NAdamState.beside(params, first=np.zeros_like(params), second=np.zeros_like(params))

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: NAdamState, rate: float) -> None:
        first, second, scratch, root = state.first, state.second, state.scratch, self._root(state)
        beta1 = np.asarray(self.beta1, np.float64)
        now, after = (beta1 * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (state.step, state.step + 1))
        state.product = state.product * now
        first *= cast(params, beta1)
        first += grads
        second *= cast(params, self.beta2)
        np.multiply(grads, grads, out=scratch)
        second += scratch
        np.sqrt(second, out=scratch)
        scratch += cast(params, self.eps * root)
        grads /= scratch
        grads *= cast(params, self.lr * rate * root * (1 - now) / (1 - state.product))
        params -= grads
        np.divide(first, scratch, out=scratch)
        scratch *= cast(params, self.lr * rate * root * (1 - beta1) * after / (1 - state.product * after))
        params -= scratch
