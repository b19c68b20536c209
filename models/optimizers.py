"""First-order optimizers (Adam and its kin: adam.py). Each is a frozen record of its hyperparameters with two methods:

`init(params) → state` and `update(params, grads, state)`, which changes params (R, P) and state in place and uses
grads as scratch. Any hyperparameter may be a number or one value per replica, (R, 1): so trials are stacked.
Hyperparameters are combined in float64 and cast once, so that a replica's numbers do not depend on its stack.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields

import numpy as np

# What the usual hyperparameters may be: the lowest and the highest value, and whether those are allowed.
_POSITIVE = (0.0, np.inf, False)
_FRACTION = (0.0, 1.0, True)
RANGES = {
    "lr": _POSITIVE,
    "eps": _POSITIVE,
    "momentum": _FRACTION,
    "beta1": _FRACTION,
    "beta2": _FRACTION,
    "decay": _FRACTION,
    "initial_accumulator": (0.0, np.inf, True),
    "weight_decay": (0.0, np.inf, True),
}


@dataclass
class State:
    """An optimizer's memory: the step count t, its moments and one scratch buffer, each (R, P)."""

    moments: tuple[np.ndarray, ...]
    scratch: np.ndarray
    step: int = 0


@dataclass(frozen=True)
class Optimizer(ABC):
    """The base of all optimizers: a learning rate and the checks of every hyperparameter's range."""

    lr: float = 0.01

    def __post_init__(self) -> None:
        for field in fields(self):
            low, high, included = RANGES[field.name]
            value = np.asarray(getattr(self, field.name))
            inside = (value >= low) & (value < high) if included else (value > low) & (value < high)
            if not inside.all():
                least = f"at least {low:g}" if included else f"above {low:g}"
                most = "" if high == np.inf else f" and below {high:g}"
                raise ValueError(f"{field.name} must be {least}{most}, not {getattr(self, field.name)}")

    @abstractmethod
    def init(self, params: np.ndarray) -> State:
        """A fresh state for `params` (R, P)."""

    @abstractmethod
    def update(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """One step: params (R, P) and state change in place; grads (R, P) is overwritten."""


def zeros(params: np.ndarray, moments: int) -> State:
    """A state of so many moments that begin at 0, and scratch, all (R, P)."""
    return State(tuple(np.zeros_like(params) for _ in range(moments)), np.empty_like(params))


def cast(params: np.ndarray, number: float | np.ndarray) -> np.ndarray:
    """A hyperparameter, computed in float64, in the precision of the parameters."""
    return np.asarray(number, dtype=params.dtype)


def _step_over_root(
    params: np.ndarray,
    grads: np.ndarray,
    squares: np.ndarray,
    scratch: np.ndarray,
    lr: float | np.ndarray,
    eps: float | np.ndarray,
) -> None:
    """θ ← θ − lr · g / (√s + eps), all (R, P); grads and scratch are overwritten."""
    np.sqrt(squares, out=scratch)
    scratch += cast(params, eps)
    grads /= scratch
    grads *= cast(params, lr)
    params -= grads


@dataclass(frozen=True)
class SGD(Optimizer):
    """θ ← θ − lr · g. Source: Robbins & Monro (1951), A stochastic approximation method."""

    lr: float = 0.01

    def init(self, params: np.ndarray) -> State:
        """No memory."""
        return zeros(params, 0)

    def update(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """One step of the formula above."""
        grads *= cast(params, self.lr)
        params -= grads


@dataclass(frozen=True)
class Momentum(Optimizer):
    """v ← momentum · v + g;  θ ← θ − lr · v. Polyak's heavy ball, written as in PyTorch.

    Sutskever et al. (2013) put lr inside the sum (v ← momentum · v + lr · g): the same for a constant lr.
    Source: Polyak (1964), Some methods of speeding up the convergence of iteration methods.
    """

    lr: float = 0.01
    momentum: float = 0.9

    def init(self, params: np.ndarray) -> State:
        """v = 0."""
        return zeros(params, 1)

    def update(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """One step of the formula above."""
        (velocity,) = state.moments
        velocity *= cast(params, self.momentum)
        velocity += grads
        np.multiply(velocity, cast(params, self.lr), out=grads)
        params -= grads


@dataclass(frozen=True)
class Nesterov(Momentum):
    """v ← momentum · v + g;  θ ← θ − lr · (g + momentum · v): momentum that looks one step ahead, as in PyTorch.

    Source: Nesterov (1983); in this form Sutskever, Martens, Dahl & Hinton (2013), On the importance of initialization
    and momentum in deep learning.
    """

    def update(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """One step of the formula above."""
        (velocity,), scratch = state.moments, state.scratch
        velocity *= cast(params, self.momentum)
        velocity += grads
        np.multiply(velocity, cast(params, self.momentum), out=scratch)
        scratch += grads
        scratch *= cast(params, self.lr)
        params -= scratch


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """s ← s + g²;  θ ← θ − lr · g / (√s + eps).

    s starts at `initial_accumulator`: 0 as in the paper and in PyTorch; TensorFlow starts at 0.1. eps stands outside
    the root, as in PyTorch. Source: Duchi, Hazan & Singer (2011), Adaptive subgradient methods, JMLR 12.
    """

    lr: float = 0.01
    eps: float = 1e-10
    initial_accumulator: float = 0.0

    def init(self, params: np.ndarray) -> State:
        """s = initial_accumulator."""
        state = zeros(params, 1)
        state.moments[0][...] = cast(params, self.initial_accumulator)
        return state

    def update(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """One step of the formula above."""
        (squares,), scratch = state.moments, state.scratch
        np.multiply(grads, grads, out=scratch)
        squares += scratch
        _step_over_root(params, grads, squares, scratch, self.lr, self.eps)


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """s ← decay · s + (1 − decay) g²;  θ ← θ − lr · g / (√s + eps).

    eps outside the root as in PyTorch (TensorFlow: inside). Source: Tieleman & Hinton (2012), Coursera lecture 6.5,
    with decay 0.9 and lr 0.001; PyTorch's defaults are 0.99 and 0.01.
    """

    lr: float = 0.001
    decay: float = 0.9
    eps: float = 1e-8

    def init(self, params: np.ndarray) -> State:
        """s = 0."""
        return zeros(params, 1)

    def update(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """One step of the formula above."""
        (squares,), scratch = state.moments, state.scratch
        np.multiply(grads, grads, out=scratch)
        scratch *= cast(params, 1 - np.asarray(self.decay, np.float64))
        squares *= cast(params, self.decay)
        squares += scratch
        _step_over_root(params, grads, squares, scratch, self.lr, self.eps)


@dataclass(frozen=True)
class AdaDelta(Optimizer):
    """s ← decay · s + (1 − decay) g²;  Δ = √(d + eps)/√(s + eps) · g;  d ← decay · d + (1 − decay) Δ²;  θ ← θ − lr · Δ.

    Steps have the unit of the parameters, so lr is about 1; eps stands inside both roots. Source: Zeiler (2012),
    ADADELTA, algorithm 1, which has no lr; 1 as in PyTorch (Keras: 0.001), whose decay is called rho.
    """

    lr: float = 1.0
    decay: float = 0.9
    eps: float = 1e-6

    def init(self, params: np.ndarray) -> State:
        """s = d = 0."""
        return zeros(params, 2)

    def update(self, params: np.ndarray, grads: np.ndarray, state: State) -> None:
        """One step of the formula above."""
        (squares, steps), scratch = state.moments, state.scratch
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
        grads *= cast(params, self.lr)
        params -= grads
