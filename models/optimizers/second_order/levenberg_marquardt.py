"""Levenberg–Marquardt: Gauss–Newton with a damping that adapts itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.objective import Batch
from models.optimizers.base import State
from models.optimizers.second_order.base import SecondOrder, finite, solved
from models.optimizers.second_order.curvature import gauss_newton


@dataclass
class LevenbergMarquardtState(State):
    """damping    (R, 1) float64, the μ that each replica has arrived at."""

    damping: np.ndarray


@dataclass(frozen=True)
class LevenbergMarquardt(SecondOrder[LevenbergMarquardtState]):
    """d = −(G + μ)⁻¹ g; μ begins at `damping`, is divided by 10 when the loss falls, and multiplied until it does.

    μ is added to all directions alike, as by Levenberg; Marquardt's scales with G's diagonal, which is 0 for units that
    never fire. Source: Levenberg (1944); Marquardt (1963), An algorithm for least-squares estimation of nonlinear
    parameters.

    backtracks   how often μ may be multiplied in one step
    """

    @override
    def init(self, params: np.ndarray) -> LevenbergMarquardtState:
        """μ = damping."""
        return LevenbergMarquardtState.beside(params, damping=np.full((len(params), 1), self.damping, np.float64))

    @override
    def step(self, batch: Batch, values: np.ndarray, state: LevenbergMarquardtState, rate: float) -> None:
        """θ ← θ + lr · rate · d; a replica whose loss falls with no μ that is tried stays where it is."""
        state.step += 1
        start, grads = batch.params.copy(), batch.grads.astype(np.float64)
        matrix, _ = finite(gauss_newton(batch))
        accepted, todo = start.copy(), np.ones((len(start), 1), bool)
        for _ in range(self.backtracks + 1):
            direction = -solved(matrix, state.damping, grads)
            batch.params[...] = start + self.lr * rate * direction
            falls = todo & (batch.value()[0][:, None] < values[:, None])
            np.copyto(accepted, batch.params, where=falls)
            state.damping = np.where(falls, state.damping / 10, np.where(todo, state.damping * 10, state.damping))
            state.damping = np.clip(state.damping, 1e-12, 1e12)
            todo &= ~falls
            if not todo.any():
                break
        batch.params[...] = accepted
