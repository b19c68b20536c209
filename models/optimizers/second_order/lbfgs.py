"""L-BFGS: curvature from the last few steps and gradients, without a matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.objective import Batch
from models.optimizers.base import Optimizer, State
from models.optimizers.second_order.line_search import backtrack, dots
from models.ranges import number

LEAST = 1e-10  # sᵀy of a step that says something about the curvature


@dataclass
class LBFGSState(State):
    """What L-BFGS remembers.

    scale        (R, 1) sᵀy/yᵀy of the last pair, 1 at first: the size of the inverse Hessian
    pairs        the last (s, y, 1/sᵀy), oldest first: (R, P), (R, P), (R, 1); a pair without positive curvature is 0
    previous     θ and gradient where the last step began, each (R, P)
    """

    scale: np.ndarray
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    previous: tuple[np.ndarray, np.ndarray] | None = None


@dataclass(frozen=True)
class LBFGS(Optimizer[LBFGSState]):
    """θ ← θ − t · H g; H g by the two-loop recursion over the last `memory` steps s and changes y of the gradient.

    t = lr, and lr · min(1, 1/‖g‖₁) in the first step as in PyTorch; it is halved until the loss falls enough (PyTorch:
    no line search by default; SciPy: Moré & Thuente's). On the whole training part. Source: Nocedal (1980), Updating
    quasi-Newton matrices with limited storage; Nocedal & Wright (2006), Numerical optimization, algorithm 7.4.
    """

    full_batch: ClassVar[bool] = True

    lr: float = 1.0
    memory: int = number(10, least=1)
    backtracks: int = number(20, least=0)

    @override
    def init(self, params: np.ndarray) -> LBFGSState:
        return LBFGSState.beside(params, scale=np.ones((len(params), 1), params.dtype))

    @override
    def elements(self, parameters: int) -> int:
        """Parameters, gradients, pairs and what a step makes of them."""
        return (2 * self.memory + 8) * parameters

    @override
    def step(self, batch: Batch, values: np.ndarray, state: LBFGSState, rate: float) -> None:
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

    def _remember(self, params: np.ndarray, grads: np.ndarray, state: LBFGSState) -> None:
        if state.previous is None:
            return
        s, y = params - state.previous[0], grads - state.previous[1]
        curvature = dots(s, y)
        curved = curvature > LEAST
        state.scale = np.where(curved, curvature / np.where(curved, dots(y, y), 1), state.scale)
        inverse = np.where(curved, 1 / np.where(curved, curvature, 1), 0)
        state.pairs.append((s, y, inverse))
        del state.pairs[: -self.memory]


def _inverse_hessian_times(grads: np.ndarray, state: LBFGSState) -> np.ndarray:
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
