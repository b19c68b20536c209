"""Optimizers, each a frozen record of its hyperparameters; here the base and the plain ones.

Others: adaptive.py, adam.py, second_order.py, lbfgs.py. `init(params)` makes a state, and `step(batch, values, state,
rate)` changes params (R, P) and state in place. A hyperparameter that is a number may be one value per replica, (R, 1):
so trials are stacked. They are combined in float64 and cast once: a replica's numbers do not depend on its stack.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.objective import Batch
from models.ranges import check


@dataclass
class State:
    """An optimizer's memory, and room for what surrounds it.

    moments    each (R, P)
    scratch    (R, P), free between two updates
    column     (R, 1), free between two updates
    step       updates so far, t
    product    of all momenta so far, a number or (R, 1) float64: NAdam's
    """

    moments: tuple[np.ndarray, ...]
    scratch: np.ndarray
    column: np.ndarray
    step: int = 0
    product: float | np.ndarray = 1.0


@dataclass(frozen=True)
class Optimizer(ABC):
    """The base of all optimizers: a learning rate and the checks of every hyperparameter's range.

    full_batch         does every step see the whole training part, whatever the batch size?
    most_parameters    P above which it is not practical, or None
    """

    full_batch: ClassVar[bool] = False
    most_parameters: ClassVar[int | None] = None

    lr: float = 0.01

    def __post_init__(self) -> None:
        check(self)

    @abstractmethod
    def init(self, params: np.ndarray) -> State:
        """A fresh state for `params` (R, P)."""

    @abstractmethod
    def step(self, batch: Batch, values: np.ndarray, state: State, rate: float) -> None:
        """One step with learning rate lr · `rate`, where L is `values` (R,) and its gradient lies in `batch.grads`.

        `batch.params` (R, P) and state change in place; `batch.grads` is scratch.
        """

    def elements(self, parameters: int) -> int:
        """How many numbers training takes per replica: parameters, gradients, two moments and scratch."""
        return 5 * parameters


@dataclass(frozen=True)
class FirstOrder(Optimizer):
    """An optimizer that needs nothing but the gradient."""

    def step(self, batch: Batch, values: np.ndarray, state: State, rate: float) -> None:
        """`update` with the gradient of the batch."""
        self.update(batch.params, batch.grads, state, rate)

    def update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float = 1.0) -> None:
        """One step with learning rate lr · `rate`: params (R, P) and state change in place; grads (R, P) is scratch."""
        state.step += 1
        self._update(params, grads, state, rate)

    @abstractmethod
    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """The step number `state.step`, which counts from 1."""


def zeros(params: np.ndarray, moments: int) -> State:
    """The state of an optimizer with so many moments that begin at 0."""
    column = np.empty((len(params), 1), params.dtype)
    return State(tuple(np.zeros_like(params) for _ in range(moments)), np.empty_like(params), column)


def cast(params: np.ndarray, number: float | np.ndarray) -> np.ndarray:
    """A hyperparameter, computed in float64, in the precision of the parameters."""
    return np.asarray(number, dtype=params.dtype)


def sign(values: np.ndarray, scratch: np.ndarray) -> None:
    """values ← values / |values|, or 0 at 0, in place: np.sign, which branches at every number, takes ten times longer.

    Unlike it, infinity becomes NaN, so that a divergence shows, and what is too small to be normal less than 1.
    """
    np.abs(values, out=scratch)
    np.clip(scratch, np.finfo(values.dtype).smallest_normal, np.inf, out=scratch)  # faster than np.maximum
    values /= scratch


@dataclass(frozen=True)
class SGD(FirstOrder):
    """θ ← θ − lr · g. Source: Robbins & Monro (1951), A stochastic approximation method."""

    lr: float = 0.01

    def init(self, params: np.ndarray) -> State:
        """No memory."""
        return zeros(params, 0)

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        grads *= cast(params, self.lr * rate)
        params -= grads


@dataclass(frozen=True)
class Momentum(FirstOrder):
    """v ← momentum · v + g;  θ ← θ − lr · v. Polyak's heavy ball, written as in PyTorch.

    Sutskever et al. (2013) put lr inside the sum (v ← momentum · v + lr · g): the same for a constant lr.
    Source: Polyak (1964), Some methods of speeding up the convergence of iteration methods.
    """

    lr: float = 0.01
    momentum: float = 0.9

    def init(self, params: np.ndarray) -> State:
        """v = 0."""
        return zeros(params, 1)

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        (velocity,) = state.moments
        velocity *= cast(params, self.momentum)
        velocity += grads
        np.multiply(velocity, cast(params, self.lr * rate), out=grads)
        params -= grads


@dataclass(frozen=True)
class Nesterov(Momentum):
    """v ← momentum · v + g;  θ ← θ − lr · (g + momentum · v): momentum that looks one step ahead, as in PyTorch.

    Source: Nesterov (1983); in this form Sutskever, Martens, Dahl & Hinton (2013), On the importance of initialization
    and momentum in deep learning.
    """

    def _update(self, params: np.ndarray, grads: np.ndarray, state: State, rate: float) -> None:
        """One step of the formula above."""
        (velocity,), scratch = state.moments, state.scratch
        velocity *= cast(params, self.momentum)
        velocity += grads
        np.multiply(velocity, cast(params, self.momentum), out=scratch)
        scratch += grads
        scratch *= cast(params, self.lr * rate)
        params -= scratch
