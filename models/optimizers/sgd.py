"""Stochastic gradient descent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.base import FirstOrder, State, cast


@dataclass(frozen=True)
class SGD(FirstOrder[State]):
    """θ ← θ − lr · g. Source: Robbins & Monro (1951), A stochastic approximation method."""

    lr: float = 0.01

    @override
    def init(self, params: np.ndarray) -> State:
        return State.beside(params)

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        grads *= cast(params, self.lr * rate)
        params -= grads
