"""Adam and its kin: moving averages of gradients and of their squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.decay import shrink
from models.optimizers import FirstOrder, State, cast, sign, zeros


@dataclass(frozen=True)
class Adam(FirstOrder):
    """m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  θ ← θ − lr · m̂ / (√v̂ + eps),  m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).

    The state holds m/(1 − β₁) and v/(1 − β₂), and all constants are folded into one step size and one eps per step:
    ten passes over the parameters where the formula as it stands takes fourteen.
    Source: Kingma & Ba (2015), Adam, algorithm 1.
    """

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def init(self, params: np.ndarray) -> State:
        """m = v = 0."""
        return zeros(params, 2)

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        self._average(params, grads, state)
        self._step(params, state.moments[1], state, rate)

    def _average(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """Take `grads` into both moments; they are squared in place."""
        first, second = state.moments[:2]
        first *= cast(params, self.beta1)
        first += grads
        second *= cast(params, self.beta2)
        np.multiply(grads, grads, out=grads)
        second += grads

    def _root(self, state: State) -> np.ndarray:
        """√v̂ = √second / root."""
        beta2 = np.asarray(self.beta2, np.float64)
        return np.sqrt((1 - beta2**state.step) / (1 - beta2))

    def _step(self, params: np.ndarray, second: np.ndarray, state: State, rate: float) -> None:
        """Move `params` by the first moment over the root of `second`, with both corrected for their start at 0."""
        first, scratch, root = state.moments[0], state.scratch, self._root(state)
        beta1 = np.asarray(self.beta1, np.float64)
        step_size = self.lr * rate * (1 - beta1) / (1 - beta1**state.step) * root
        np.sqrt(second, out=scratch)
        scratch += cast(params, self.eps * root)
        np.divide(first, scratch, out=scratch)
        scratch *= cast(params, step_size)
        params -= scratch


@dataclass(frozen=True)
class AdamW(Adam):
    """θ ← (1 − lr · weight_decay) θ, then Adam's step: decay that the moments do not see.

    Source: Loshchilov & Hutter (2019), Decoupled weight decay regularization, algorithm 2, with the decay multiplied by
    lr and 0.01 by default, as in PyTorch.
    """

    weight_decay: float = 0.01

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        shrink(params, self.lr * rate, self.weight_decay)
        super()._update(params, grads, state, rate)


@dataclass(frozen=True)
class AMSGrad(Adam):
    """Adam with the largest v so far in place of v, so that step sizes never grow again.

    Source: Reddi, Kale & Kumar (2018), On the convergence of Adam and beyond. As in PyTorch the maximum is taken before
    the correction for the start at 0; the paper has no such correction.
    """

    def init(self, params: np.ndarray) -> State:
        """m = v = largest v = 0."""
        return zeros(params, 3)

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        self._average(params, grads, state)
        _, second, largest = state.moments
        np.maximum(largest, second, out=largest)
        self._step(params, largest, state, rate)


@dataclass(frozen=True)
class NAdam(Adam):
    """Adam with Nesterov's momentum: θ ← θ − lr · (β_{t+1} m / (1 − Π β_{t+1}) + (1 − β_t) g / (1 − Π)) / (√v̂ + eps).

    β_t = β₁ (1 − 0.96^(t · momentum_decay) / 2) warms the momentum up, and Π = β_1 · … · β_t; m, v and v̂ as in Adam,
    so that β₁ itself averages the gradients, as in PyTorch.
    Source: Dozat (2016), Incorporating Nesterov momentum into Adam, with its schedule for β_t (momentum_decay 1/250);
    lr 0.002 as in PyTorch, which keeps Π in its default precision; here it is float64.
    """

    lr: float = 0.002
    momentum_decay: float = 0.004

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        (first, second), scratch, root = state.moments, state.scratch, self._root(state)
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


@dataclass(frozen=True)
class Lion(FirstOrder):
    """θ ← θ − lr · (sign(β₁ m + (1 − β₁) g) + weight_decay · θ);  m ← β₂ m + (1 − β₂) g.

    Every parameter moves by lr, whatever its gradient. Source: Chen et al. (2023), Symbolic discovery of optimization
    algorithms, algorithm 2.
    """

    lr: float = 0.0001
    beta1: float = 0.9
    beta2: float = 0.99
    weight_decay: float = 0.0

    def init(self, params: np.ndarray) -> State:
        """m = 0."""
        return zeros(params, 1)

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        (first,), scratch = state.moments, state.scratch
        beta1, beta2 = np.asarray(self.beta1, np.float64), np.asarray(self.beta2, np.float64)
        np.multiply(first, cast(params, beta1 / (1 - beta1)), out=scratch)
        scratch += grads  # (β₁ m + (1 − β₁) g) / (1 − β₁), which has the same sign
        first *= cast(params, beta2)
        grads *= cast(params, 1 - beta2)
        first += grads
        sign(scratch, grads)
        scratch *= cast(params, self.lr * rate)
        shrink(params, self.lr * rate, self.weight_decay)
        params -= scratch
