"""Optimizers with a step size for each parameter, except Adam and its kin (adam.py)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.optimizers import FirstOrder, State, cast, sign, zeros


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
class AdaGrad(FirstOrder):
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

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        (squares,), scratch = state.moments, state.scratch
        np.multiply(grads, grads, out=scratch)
        squares += scratch
        _step_over_root(params, grads, squares, scratch, self.lr * rate, self.eps)


@dataclass(frozen=True)
class RMSProp(FirstOrder):
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

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        (squares,), scratch = state.moments, state.scratch
        np.multiply(grads, grads, out=scratch)
        scratch *= cast(params, 1 - np.asarray(self.decay, np.float64))
        squares *= cast(params, self.decay)
        squares += scratch
        _step_over_root(params, grads, squares, scratch, self.lr * rate, self.eps)


@dataclass(frozen=True)
class AdaDelta(FirstOrder):
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

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
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
        grads *= cast(params, self.lr * rate)
        params -= grads


@dataclass(frozen=True)
class Rprop(FirstOrder):
    """Each parameter has its own step size Δ, which only the signs of gradients change; θ ← θ − rate · Δ · sign(g).

    Δ starts at lr. Where g has the sign that it had one step ago, Δ ← min(eta_plus · Δ, delta_max); where the sign
    has turned, Δ ← max(eta_minus · Δ, delta_min) and g ← 0: no step here, and no comparison in the next step.
    Made for full batches: with small ones a sign is mostly noise. A schedule scales the steps and leaves Δ alone;
    in PyTorch, where lr is read in the first step only, it changes nothing after that.
    Source: Riedmiller & Braun (1993), A direct adaptive method for faster backpropagation learning: the RPROP
    algorithm, which also takes a step back where the sign turns; without that, as here and in PyTorch, it is the
    iRprop− of Igel & Hüsken (2000), Improving the Rprop learning algorithm. The paper's Δ starts at 0.1, PyTorch's at
    0.01.
    """

    lr: float = 0.01
    eta_minus: float = 0.5
    eta_plus: float = 1.2
    delta_min: float = 1e-6
    delta_max: float = 50.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not np.all(np.less(self.delta_min, self.delta_max)):
            raise ValueError(f"delta_min must be below delta_max, not {self.delta_min} and {self.delta_max}")

    def init(self, params: np.ndarray) -> State:
        """Δ = lr, and no sign yet."""
        state = zeros(params, 2)
        state.moments[0][...] = cast(params, self.lr)
        return state

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        (sizes, signs), turns = state.moments, state.scratch
        plus, minus = np.asarray(self.eta_plus, np.float64), np.asarray(self.eta_minus, np.float64)
        sign(grads, turns)
        np.multiply(grads, signs, out=turns)  # 1 the same sign, −1 another one, 0 nothing to compare
        # Δ's factor is the parabola through (−1, eta_minus), (0, 1), (1, eta_plus): masks would be eight times slower.
        factor = np.multiply(turns, cast(params, (plus + minus) / 2 - 1), out=signs)
        factor += cast(params, (plus - minus) / 2)
        factor *= turns
        factor += 1
        sizes *= factor
        np.clip(sizes, cast(params, self.delta_min), cast(params, self.delta_max), out=sizes)
        np.clip(turns, -1, 0, out=turns)
        turns += 1
        grads *= turns
        np.copyto(signs, grads)
        grads *= sizes
        grads *= cast(params, rate)
        params -= grads
