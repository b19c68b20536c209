"""L-BFGS: curvature from the last few steps and gradients, without a matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from models.line_search import backtrack, dots
from models.objective import Batch
from models.optimizers import Optimizer, State, zeros

LEAST = 1e-10  # sᵀy of a step that says something of the curvature


@dataclass
class Memory(State):
    """What L-BFGS remembers.

    pairs        the last (s, y, 1/sᵀy), oldest first: (R, P), (R, P), (R, 1); a pair without positive curvature is 0
    scale        (R, 1) sᵀy/yᵀy of the last one: the size of the inverse Hessian
    previous     θ and gradient where the last step began, each (R, P)
    """

    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    scale: np.ndarray | float = 1.0
    previous: tuple[np.ndarray, np.ndarray] | None = None


@dataclass(frozen=True)
class LBFGS(Optimizer):
    """θ ← θ − t · H g; H g by the two-loop recursion over the last `memory` steps s and changes y of the gradient.

    t = lr, and lr · min(1, 1/‖g‖₁) in the first step as in PyTorch; it is halved until the loss falls enough (PyTorch:
    no line search by default; SciPy: Moré & Thuente's). On the whole training part. Source: Nocedal (1980), Updating
    quasi-Newton matrices with limited storage; Nocedal & Wright (2006), Numerical optimization, algorithm 7.4.
    """

    full_batch: ClassVar[bool] = True

    lr: float = 1.0
    memory: int = 10
    backtracks: int = 20

    def init(self, params: np.ndarray) -> Memory:
        """Nothing to remember yet."""
        state = zeros(params, 0)
        return Memory(state.moments, state.scratch, state.column)

    def elements(self, parameters: int) -> int:
        """Parameters, gradients, pairs and what a step makes of them."""
        return (2 * self.memory + 8) * parameters

    def step(self, batch: Batch, values: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        assert isinstance(state, Memory)
        state.step += 1
        grads = batch.grads.copy()
        self._remember(batch.params, grads, state)
        direction = -_inverse_hessian_times(grads, state)
        slope = dots(grads, direction)
        uphill = ~(slope < 0)  # rounding can do that: then straight down
        direction = np.where(uphill, -grads, direction)
        slope = np.where(uphill, -dots(grads, grads), slope)
        first: float | np.ndarray = 1.0
        if state.step == 1:
            size = np.abs(grads).sum(axis=1, keepdims=True, dtype=np.float64)
            first = 1 / np.maximum(1, size)
        state.previous = batch.params.copy(), grads
        backtrack(batch, values, direction, slope, self.lr * rate * first, self.backtracks)

    def _remember(self, params: np.ndarray, grads: np.ndarray, state: Memory) -> None:
        if state.previous is None:
            state.scale = np.ones((len(params), 1), params.dtype)
            return
        s, y = params - state.previous[0], grads - state.previous[1]
        curvature = dots(s, y)
        told = curvature > LEAST
        state.scale = np.where(told, curvature / np.where(told, dots(y, y), 1), state.scale)
        inverse = np.where(told, 1 / np.where(told, curvature, 1), 0)
        state.pairs.append((s, y, inverse))
        del state.pairs[: -self.memory]


def _inverse_hessian_times(grads: np.ndarray, state: Memory) -> np.ndarray:
    """H g (R, P) by the two-loop recursion."""
    q = grads.copy()
    shares = []
    for s, y, inverse in reversed(state.pairs):
        share = inverse * dots(s, q)
        q -= share * y
        shares.append(share)
    q *= state.scale
    for (s, y, inverse), share in zip(state.pairs, reversed(shares), strict=True):
        q += (share - inverse * dots(y, q)) * s
    return q
