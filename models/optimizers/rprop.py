"""Rprop: steps from the signs of gradients alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.base import FirstOrder, State, cast, sign
from models.ranges import number


@dataclass
class RpropState(State):
    """What each parameter remembers, each (R, P).

    sizes    Δ, its step size
    signs    1, 0 or −1: the sign that its gradient had one step ago; 0: no comparison
    """

    sizes: np.ndarray
    signs: np.ndarray


@dataclass(frozen=True)
class Rprop(FirstOrder[RpropState]):
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
    eta_minus: float = number(0.5, above=0, below=1)
    eta_plus: float = number(1.2, above=1)
    delta_min: float = number(1e-6, least=0)
    delta_max: float = number(50.0, above=0)

    @override
    def __post_init__(self) -> None:
        super().__post_init__()
        if not np.all(np.less(self.delta_min, self.delta_max)):
            raise ValueError(f"delta_min must be below delta_max, not {self.delta_min} and {self.delta_max}")

    @override
    def init(self, params: np.ndarray) -> RpropState:
        """Δ = lr, and no sign yet."""
        state = RpropState.beside(params, sizes=np.empty_like(params), signs=np.zeros_like(params))
        state.sizes[...] = cast(params, self.lr)
        return state

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: RpropState, rate: float) -> None:
        sizes, signs, turns = state.sizes, state.signs, state.scratch
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
