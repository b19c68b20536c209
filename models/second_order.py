"""Second-order optimizers: steps from a matrix of second derivatives, (P, P) per replica, on the whole training part.

They need far fewer steps than first-order ones, and each costs P³: practical for small networks only.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.curvature import gauss_newton, hessian
from models.line_search import backtrack, dots
from models.objective import Batch
from models.optimizers import Optimizer, State, zeros


@dataclass(frozen=True)
class SecondOrder(Optimizer):
    """θ ← θ + t · d with a direction d (R, P) from curvature, t = lr, halved until the loss falls enough.

    lr           first step length to try; 1 is the whole step to the minimum of the quadratic model
    damping      what is added to the curvature in every direction, so that flat ones do not take endless steps
    backtracks   how often t may be halved; 0 takes every step as it is
    """

    full_batch: ClassVar[bool] = True
    most_parameters: ClassVar[int | None] = 6_000

    lr: float = 1.0
    damping: float = 0.001
    backtracks: int = 20

    def init(self, params: np.ndarray) -> State:
        """No memory."""
        return zeros(params, 0)

    def elements(self, parameters: int) -> int:
        """The matrix, its eigenvectors and what their computation needs, in float64."""
        return 8 * parameters**2

    def step(self, batch: Batch, values: np.ndarray, state: State, rate: float) -> None:
        """One step along d."""
        state.step += 1
        grads = batch.grads.astype(np.float64)
        direction = self.direction(batch, grads)
        backtrack(batch, values, direction, dots(grads, direction), self.lr * rate, self.backtracks)

    @abstractmethod
    def direction(self, batch: Batch, grads: np.ndarray) -> np.ndarray:
        """d (R, P) where the gradient is `grads` (R, P), both float64; NaN for a replica that has diverged."""


@dataclass(frozen=True)
class Newton(SecondOrder):
    """d = −(|H| + damping)⁻¹ g with the dense Hessian H and |·| on its eigenvalues.

    Where H is positive it is Newton's method, which needs a single step on a quadratic (without damping); elsewhere
    the absolute value turns steps toward a saddle into steps away from it. Source: Dauphin et al. (2014), Identifying
    and attacking the saddle point problem in high-dimensional non-convex optimization, algorithm 1.
    """

    def direction(self, batch: Batch, grads: np.ndarray) -> np.ndarray:
        """The formula above, by the eigenvectors of H."""
        matrix, lost = _finite(hessian(batch))
        curvature, vectors = np.linalg.eigh(matrix)
        along = (grads[:, None] @ vectors)[:, 0] / (np.abs(curvature) + self.damping)
        return _marked(-(vectors @ along[:, :, None])[:, :, 0], lost)


@dataclass(frozen=True)
class GaussNewton(SecondOrder):
    """d = −(G + damping)⁻¹ g with the Gauss–Newton matrix G: the Hessian without the curvature of the network itself.

    Source: Gauss (1809) for least squares; Schraudolph (2002) for any convex loss.
    """

    def direction(self, batch: Batch, grads: np.ndarray) -> np.ndarray:
        """The formula above."""
        matrix, lost = _finite(gauss_newton(batch))
        return _marked(-_solved(matrix, self.damping, grads), lost)


@dataclass
class Damped(State):
    """A state with the damping (R, 1) that each replica has arrived at."""

    damping: np.ndarray | float = 0.0


@dataclass(frozen=True)
class LevenbergMarquardt(SecondOrder):
    """d = −(G + μ)⁻¹ g; μ begins at `damping`, is divided by 10 when the loss falls, and multiplied until it does.

    μ is added to all directions alike, as by Levenberg; Marquardt's scales with G's diagonal, which is 0 for units that
    never fire. Source: Levenberg (1944); Marquardt (1963), An algorithm for least-squares estimation of nonlinear
    parameters.
    """

    def init(self, params: np.ndarray) -> Damped:
        """μ = damping."""
        state = zeros(params, 0)
        damping = np.full((len(params), 1), self.damping, np.float64)
        return Damped(state.moments, state.scratch, state.column, damping=damping)

    def step(self, batch: Batch, values: np.ndarray, state: State, rate: float) -> None:
        """One step; none for a replica whose loss falls with no μ that is tried."""
        assert isinstance(state, Damped)
        state.step += 1
        start, grads = batch.params.copy(), batch.grads.astype(np.float64)
        matrix, _ = _finite(gauss_newton(batch))
        accepted, todo = start.copy(), np.ones((len(start), 1), bool)
        for _ in range(self.backtracks + 1):
            direction = -_solved(matrix, state.damping, grads)
            batch.params[...] = start + self.lr * rate * direction
            falls = todo & (batch.value()[0][:, None] < values[:, None])
            np.copyto(accepted, batch.params, where=falls)
            state.damping = np.where(falls, state.damping / 10, np.where(todo, state.damping * 10, state.damping))
            state.damping = np.clip(state.damping, 1e-12, 1e12)
            todo &= ~falls
            if not todo.any():
                break
        batch.params[...] = accepted

    def direction(self, batch: Batch, grads: np.ndarray) -> np.ndarray:
        """The Gauss–Newton direction at the damping that it begins with."""
        return -_solved(gauss_newton(batch), self.damping, grads)


def _solved(matrix: np.ndarray, damping: float | np.ndarray, grads: np.ndarray) -> np.ndarray:
    """(matrix + damping)⁻¹ grads: (R, P, P), a number or (R, 1), and (R, P)."""
    damped = matrix + np.asarray(damping)[..., None] * np.eye(grads.shape[1])
    return np.linalg.solve(damped, grads[:, :, None])[:, :, 0]


def _finite(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Matrices (R, P, P) that LAPACK can take: the identity in place of one that overflowed; and which those are."""
    lost = ~np.isfinite(matrix).all(axis=(1, 2))
    matrix[lost] = np.eye(matrix.shape[1])
    return matrix, lost


def _marked(direction: np.ndarray, lost: np.ndarray) -> np.ndarray:
    direction[lost] = np.nan
    return direction
