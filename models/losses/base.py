"""What all losses promise. Each owns its output link, so that any loss goes with any network.

Shapes: logits, predictions, targets and gradient (R, B, C); targets are one-hot, a class number 0 or 1 for a single
output, or numbers to regress on. A loss value is per replica, (R,): the mean over the batch of what one example costs.
Everything happens in the buffer that holds the logits: `value` turns them into predictions, `gradient` turns those
into ∂value/∂logits. Nothing is allocated: scratch comes along in a `Work`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.ranges import Checked


@dataclass(frozen=True)
class Work:
    """What a loss writes beside the logits (R, B, C), allocated once per batch size.

    scratch, other   (R, B, C), in the memory order of the logits
    column, spare    (R, B, 1)
    values           (R,)
    """

    scratch: np.ndarray
    other: np.ndarray
    column: np.ndarray
    spare: np.ndarray
    values: np.ndarray

    @classmethod
    def beside(cls, logits: np.ndarray) -> Work:
        """Buffers for `logits` and all others of its shape and order."""
        replicas, batch, _ = logits.shape
        column, spare = np.empty((2, replicas, batch, 1), logits.dtype)
        return cls(np.empty_like(logits), np.empty_like(logits), column, spare, np.empty(replicas, logits.dtype))

    def mean_of_sums(self, costs: np.ndarray) -> np.ndarray:
        """mean_b Σ_c of `costs` (R, B, C), which may be `scratch` or `other`: `values` (R,)."""
        np.add.reduce(costs, axis=-1, keepdims=True, out=self.column)
        return self.mean_of_column()

    def mean_of_column(self) -> np.ndarray:
        """mean_b of `column`: `values` (R,)."""
        values = np.add.reduce(self.column[:, :, 0], axis=1, out=self.values)
        values /= self.column.shape[1]
        return values


@dataclass(frozen=True)
class Loss(Checked, ABC):
    """The base of all losses. Its link is the identity unless `predict` says otherwise.

    threshold    above which the prediction of a single output means class 1
    """

    threshold: ClassVar[float] = 0.5

    @property
    def regression(self) -> bool:
        """Is it made for numbers as well as for classes?"""
        return False

    @property
    def least_outputs(self) -> int:
        """How many outputs it needs."""
        return 1

    def probabilities(self, outputs: int) -> bool:
        """Are predictions of so many outputs the classes' probabilities: none negative, their sum 1? (One: of class 1.)

        Outputs that are none are not made into some: there are several ways (clip, divide, softmax), and each is
        another model. They have no log loss, Brier score or calibration.
        """
        return False

    def predict(self, logits: np.ndarray, work: Work) -> None:
        """The link: turn `logits` (R, B, C) into predictions, in place."""

    @abstractmethod
    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """The loss (R,), valid until the next call; `logits` become predictions, in place."""

    @abstractmethod
    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """Turn `predictions` into ∂value/∂logits, in place."""

    @abstractmethod
    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """∂²(B · value)/∂logits² of every example, (R, B, C, C), newly allocated.

        convex    leave out the curvature of the link, so that it is positive semidefinite (Gauss–Newton)
        """
