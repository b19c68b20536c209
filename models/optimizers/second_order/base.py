"""What optimizers share that take a matrix of second derivatives, (P, P) per replica, on the whole training part."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import TypeVar, override

from models.objective import Batch
from models.optimizers.base import Optimizer, State
from models.optimizers.second_order.line_search import backtrack, dots
from models.ranges import number

S = TypeVar("S", bound=State)


@dataclass(frozen=True)
class SecondOrder(Optimizer[S]):
    """The base of all of them: far fewer steps than first-order ones need, and each costs P³.

    lr           first step length to try; 1 is the whole step to the minimum of the quadratic model
    damping      what is added to the curvature in every direction, so that flat ones do not take endless steps
    backtracks   how often a step that does not pay may be shortened
    """

    full_batch: ClassVar[bool] = True
    most_parameters: ClassVar[int | None] = 6_000

    lr: float = 1.0
    damping: float = number(0.001, above=0)
    backtracks: int = number(20, least=0)

    @override
    def elements(self, parameters: int) -> int:
        """The matrix, its eigenvectors and what their computation needs, in float64."""
        return 8 * parameters**2


@dataclass(frozen=True)
class AlongDirection(SecondOrder[State]):
    """θ ← θ + t · d with a direction d (R, P) from curvature, t = lr, halved until the loss falls enough.

    backtracks   how often t may be halved; 0 takes every step as it is
    """

    @override
    def init(self, params: np.ndarray) -> State:
        return State.beside(params)

    @override
    def step(self, batch: Batch, values: np.ndarray, state: State, rate: float) -> None:
        state.step += 1
        grads = batch.grads.astype(np.float64)
        direction = self.direction(batch, grads)
        backtrack(batch, values, direction, dots(grads, direction), self.lr * rate, self.backtracks)

    @abstractmethod
    def direction(self, batch: Batch, grads: np.ndarray) -> np.ndarray:
        """d (R, P) where the gradient is `grads` (R, P), both float64; NaN for a replica that has diverged."""


def solved(matrix: np.ndarray, damping: float | np.ndarray, grads: np.ndarray) -> np.ndarray:
    """(matrix + damping)⁻¹ grads: (R, P, P), a number or (R, 1), and (R, P)."""
    damped = matrix + np.asarray(damping)[..., None] * np.eye(grads.shape[1])
    return np.linalg.solve(damped, grads[:, :, None])[:, :, 0]


def finite(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Matrices (R, P, P) that LAPACK can take: the identity in place of one that overflowed; and (R,) which did."""
    lost = ~np.isfinite(matrix).all(axis=(1, 2))
    matrix[lost] = np.eye(matrix.shape[1])
    return matrix, lost


def marked(direction: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """`direction` (R, P) with NaN for the replicas `lost` (R,)."""
    direction[lost] = np.nan
    return direction
