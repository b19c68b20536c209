"""Polyak's heavy ball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.base import FirstOrder, State, cast
from models.ranges import number


@dataclass
class MomentumState(State):
    """velocity    (R, P), v."""

    velocity: np.ndarray


@dataclass(frozen=True)
class Momentum(FirstOrder[MomentumState]):
    """v ← momentum · v + g;  θ ← θ − lr · v. Polyak's heavy ball, written as in PyTorch.

    Sutskever et al. (2013) put lr inside the sum (v ← momentum · v + lr · g): the same for a constant lr.
    Source: Polyak (1964), Some methods of speeding up the convergence of iteration methods.
    """

    lr: float = 0.01
    momentum: float = number(0.9, least=0, below=1)

    @override
    def init(self, params: np.ndarray) -> MomentumState:
        """v = 0."""
        return MomentumState.beside(params, velocity=np.zeros_like(params))

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: MomentumState, rate: float) -> None:
        velocity = state.velocity
        velocity *= cast(params, self.momentum)
        velocity += grads
        np.multiply(velocity, cast(params, self.lr * rate), out=grads)
        params -= grads
