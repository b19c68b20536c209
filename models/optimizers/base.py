"""What all optimizers promise, and what several share.

Each is a frozen record of its hyperparameters; its memory lives apart, in a state: `init(params)` makes one, and
`step(batch, values, state, rate)` changes params (R, P) and state in place. A hyperparameter that is a number may be
one value per replica, (R, 1): so trials are stacked. They are combined in float64 and cast once: a replica's numbers do
not depend on its stack.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Self

import numpy as np
from typing_extensions import TypeVar, override

from models.objective import Batch
from models.ranges import Checked, number


@dataclass
class State:
    """What every state has: room to work in, and a count. An optimizer with a memory adds its arrays by name.

    scratch    (R, P), free between two updates
    column     (R, 1), free between two updates
    step       updates so far, t
    """

    scratch: np.ndarray
    column: np.ndarray
    step: int = field(default=0, init=False)

    @classmethod
    def beside(cls, params: np.ndarray, **memory: Any) -> Self:
        """A fresh state for `params` (R, P), with what else its class remembers."""
        return cls(scratch=np.empty_like(params), column=np.empty((len(params), 1), params.dtype), **memory)


S = TypeVar("S", bound=State, default=Any)


@dataclass(frozen=True)
class Optimizer(Checked, ABC, Generic[S]):
    """The base of all optimizers: a learning rate, and a state of type S.

    full_batch         does every step see the whole training part, whatever the batch size?
    most_parameters    P above which it is not practical, or None
    """

    full_batch: ClassVar[bool] = False
    most_parameters: ClassVar[int | None] = None

    lr: float = number(0.01, above=0)

    @abstractmethod
    def init(self, params: np.ndarray) -> S:
        """A fresh state for `params` (R, P)."""

    @abstractmethod
    def step(self, batch: Batch, values: np.ndarray, state: S, rate: float) -> None:
        """One step with learning rate lr · `rate`, where L is `values` (R,) and its gradient lies in `batch.grads`.

        `batch.params` (R, P) and state change in place; `batch.grads` is scratch.
        """

    def elements(self, parameters: int) -> int:
        """How many numbers training takes per replica: parameters, gradients, two arrays of memory and scratch."""
        return 5 * parameters


@dataclass(frozen=True)
class FirstOrder(Optimizer[S]):
    """An optimizer that needs nothing but the gradient."""

    @override
    def step(self, batch: Batch, values: np.ndarray, state: S, rate: float) -> None:
        self.update(batch.params, batch.grads, state, rate)

    def update(self, params: np.ndarray, grads: np.ndarray, state: S, rate: float = 1.0) -> None:
        """One step with learning rate lr · `rate`: params (R, P) and state change in place; grads (R, P) is scratch."""
        state.step += 1
        self._update(params, grads, state, rate)

    @abstractmethod
    def _update(self, params: np.ndarray, grads: np.ndarray, state: S, rate: float) -> None:
        """The step number `state.step`, which counts from 1."""


def cast(params: np.ndarray, value: float | np.ndarray) -> np.ndarray:
    """A hyperparameter, computed in float64, in the precision of the parameters."""
    return np.asarray(value, dtype=params.dtype)


def sign(values: np.ndarray, scratch: np.ndarray) -> None:
    """values ← values / |values|, or 0 at 0, in place: np.sign, which branches at every number, takes ten times longer.

    Unlike it, infinity becomes NaN, so that a divergence shows, and what is too small to be normal less than 1.
    """
    np.abs(values, out=scratch)
    np.clip(scratch, np.finfo(values.dtype).smallest_normal, np.inf, out=scratch)  # faster than np.maximum
    values /= scratch


def step_over_root(
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
