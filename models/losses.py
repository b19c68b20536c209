"""Losses. Each owns its output link, so that any loss goes with any network (more: more_losses.py, perceptron.py).

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

from models.activations import sigmoid


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
class Loss(ABC):
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

    def predict(self, logits: np.ndarray, work: Work) -> None:  # noqa: B027  (the identity does nothing)
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


def softmax(logits: np.ndarray, work: Work) -> None:
    """exp(z_c) / Σ exp(z_k) over the last axis, shifted by the largest logit so that nothing overflows; in place."""
    np.maximum.reduce(logits, axis=-1, keepdims=True, out=work.column)
    logits -= work.column
    np.exp(logits, out=logits)
    np.add.reduce(logits, axis=-1, keepdims=True, out=work.column)
    logits /= work.column


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """−log p of the label: on softmax outputs, or on the sigmoid of a single one. The labels' negative log-likelihood.

    Value: log Σ_k exp(z_k) − z_label; with one output, log(1 + exp(z)) − y z. Gradient: (p − y) / B.
    Source: Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.
    """

    def probabilities(self, outputs: int) -> bool:
        """Yes."""
        return True

    def predict(self, logits: np.ndarray, work: Work) -> None:
        """Softmax, or sigmoid."""
        if logits.shape[-1] == 1:
            sigmoid(logits, out=logits)
        else:
            softmax(logits, work)

    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b of the formula above: exact for logits of any size, as no p is rounded to 0 before its logarithm."""
        if logits.shape[-1] == 1:
            return self._value_of_one(logits, targets, work)
        np.maximum.reduce(logits, axis=-1, keepdims=True, out=work.column)
        logits -= work.column
        np.multiply(logits, targets, out=work.scratch)
        np.add.reduce(work.scratch, axis=-1, keepdims=True, out=work.spare)  # z of the label
        np.exp(logits, out=logits)
        np.add.reduce(logits, axis=-1, keepdims=True, out=work.column)
        logits /= work.column
        costs = np.log(work.column, out=work.column)
        costs -= work.spare
        return work.mean_of_column()

    @staticmethod
    def _value_of_one(logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b max(z, 0) + log(1 + exp(−|z|)) − y z."""
        cost = np.abs(logits, out=work.scratch)
        np.negative(cost, out=cost)
        np.exp(cost, out=cost)
        np.log1p(cost, out=cost)
        cost += np.maximum(logits, 0, out=work.other)
        cost -= np.multiply(logits, targets, out=work.other)
        sigmoid(logits, out=logits)
        return work.mean_of_sums(cost)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """(p − y) / B."""
        predictions -= targets
        predictions *= 1.0 / predictions.shape[1]

    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """diag(p) − p pᵀ, which is p (1 − p) for one output; never negative."""
        return slopes(predictions, "sigmoid" if predictions.shape[-1] == 1 else "softmax")


LINKS = ("identity", "sigmoid", "softmax")
REDUCTIONS = ("mean", "sum")


@dataclass(frozen=True)
class LeastSquares(Loss):
    """Σ_c (p_c − y_c)²; `link` turns logits into p; the batch's mean, or its sum (`reduction`) as in the lecture.

    Gradient with respect to p: 2 (p − y) / B, then through the link; without the / B for a sum. The lecture that this
    project grew from drops the 2 (its eq. 10), and in its eq. 16 the factor (P − L); both stand here.
    With link `identity` it is the loss of Hui & Belkin (2021), Evaluation of neural architectures trained with
    square loss vs cross-entropy; PyTorch's MSELoss divides by the number of outputs as well.
    """

    link: str = "identity"
    reduction: str = "mean"

    def __post_init__(self) -> None:
        for name, allowed in (("link", LINKS), ("reduction", REDUCTIONS)):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {getattr(self, name)!r}")

    @property
    def regression(self) -> bool:
        """With the identity as its link only: the others' predictions lie between 0 and 1."""
        return self.link == "identity"

    @property
    def least_outputs(self) -> int:
        """Two for the softmax, which is 1 everywhere for a single output."""
        return 2 if self.link == "softmax" else 1

    def probabilities(self, outputs: int) -> bool:
        """Those of the softmax, or of a single sigmoid; several sigmoids need not add up to 1."""
        return self.link == "softmax" or (self.link == "sigmoid" and outputs == 1)

    def predict(self, logits: np.ndarray, work: Work) -> None:
        """The link."""
        if self.link == "softmax":
            softmax(logits, work)
        elif self.link == "sigmoid":
            sigmoid(logits, out=logits)

    def value(self, logits: np.ndarray, targets: np.ndarray, work: Work) -> np.ndarray:
        """mean_b (or Σ_b) Σ_c (p − y)²."""
        self.predict(logits, work)
        np.subtract(logits, targets, out=work.scratch)
        np.multiply(work.scratch, work.scratch, out=work.scratch)
        values = work.mean_of_sums(work.scratch)
        values *= self._examples(logits)
        return values

    def gradient(self, predictions: np.ndarray, targets: np.ndarray, work: Work) -> None:
        """2 (p − y) / B times the link's derivative: p (1 − p), or p_c ([c = k] − p_k) for the softmax."""
        error = np.subtract(predictions, targets, out=work.scratch)
        error *= 2.0 * self._examples(predictions) / predictions.shape[1]
        if self.link == "softmax":
            np.add.reduce(np.multiply(error, predictions, out=work.other), axis=-1, keepdims=True, out=work.column)
            error -= work.column
            predictions *= error
        elif self.link == "sigmoid":
            error *= predictions
            np.subtract(1, predictions, out=predictions)
            predictions *= error
        else:
            np.copyto(predictions, error)

    def curvature(self, predictions: np.ndarray, targets: np.ndarray, convex: bool) -> np.ndarray:
        """2 SᵀS with the link's slopes S, plus 2 Σ_k (p_k − y_k) ∂²p_k/∂z² unless it is to be convex."""
        slope = slopes(predictions, self.link)
        found = 2 * slope.swapaxes(-1, -2) @ slope
        if not convex and self.link != "identity":
            found += _bend(predictions, 2 * (predictions - targets), self.link)
        return found * self._examples(predictions)

    def _examples(self, logits: np.ndarray) -> int:
        return logits.shape[1] if self.reduction == "sum" else 1


def slopes(p: np.ndarray, link: str) -> np.ndarray:
    """∂p_c/∂z_k of a link, (R, B, C, C): I; diag(p (1 − p)); diag(p) − p pᵀ."""
    unit = np.eye(p.shape[-1], dtype=p.dtype)
    if link == "identity":
        return np.broadcast_to(unit, (*p.shape, p.shape[-1]))
    if link == "sigmoid":
        return unit * (p * (1 - p))[..., None]
    return unit * p[..., None] - p[..., :, None] * p[..., None, :]


def _bend(p: np.ndarray, weight: np.ndarray, link: str) -> np.ndarray:
    """Σ_c weight_c ∂²p_c/∂z², (R, B, C, C), of the sigmoid or the softmax.

    Sigmoid: diag(w p (1 − p)(1 − 2p)). Softmax: with m = Σ_c w_c p_c and v = p (w − m),
    diag(v) − v pᵀ − p vᵀ, which is how p (w − m), the gradient of m, changes with z.
    """
    unit = np.eye(p.shape[-1], dtype=p.dtype)
    if link == "sigmoid":
        return unit * (weight * p * (1 - p) * (1 - 2 * p))[..., None]
    v = p * (weight - (weight * p).sum(axis=-1, keepdims=True))
    return unit * v[..., None] - v[..., :, None] * p[..., None, :] - p[..., :, None] * v[..., None, :]
