"""Links: output functions, which turn the logits z of a network into its predictions p, and their derivatives.

Shapes: logits, predictions and errors (R, B, C). What is said to happen in place allocates nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import sigmoid
from models.losses.base import Work


class Link(ABC):
    """What a loss needs of its link.

    regression       can p be any number?
    least_outputs    C below which it says nothing
    """

    regression: ClassVar[bool] = False
    least_outputs: ClassVar[int] = 1

    @abstractmethod
    def probabilities(self, outputs: int) -> bool:
        """Are predictions of so many outputs the classes' probabilities, as in Loss?"""

    @abstractmethod
    def predict(self, logits: np.ndarray, work: Work) -> None:
        """z ← p, in place."""

    @abstractmethod
    def pull(self, error: np.ndarray, predictions: np.ndarray, work: Work) -> None:
        """p ← Σ_c error_c ∂p_c/∂z: the gradient by p becomes that by z, in place.

        error    ∂L/∂p, overwritten; it may be `work.scratch`
        """

    @abstractmethod
    def slopes(self, p: np.ndarray) -> np.ndarray:
        """∂p_c/∂z_k, (R, B, C, C)."""

    @abstractmethod
    def bends(self, p: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Σ_c weight_c ∂²p_c/∂z², (R, B, C, C), for a weight (R, B, C)."""


class IdentityLink(Link):
    """p = z."""

    regression: ClassVar[bool] = True

    @override
    def probabilities(self, outputs: int) -> bool:
        return False

    @override
    def predict(self, logits: np.ndarray, work: Work) -> None:
        """z is p already."""

    @override
    def pull(self, error: np.ndarray, predictions: np.ndarray, work: Work) -> None:
        np.copyto(predictions, error)

    @override
    def slopes(self, p: np.ndarray) -> np.ndarray:
        """The unit matrix."""
        return np.broadcast_to(_unit(p), (*p.shape, p.shape[-1]))

    @override
    def bends(self, p: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """0: a straight line."""
        return np.zeros((*p.shape, p.shape[-1]), p.dtype)


class SigmoidLink(Link):
    """p = 1 / (1 + exp(−z)), output by output. Several of them need not add up to 1."""

    @override
    def probabilities(self, outputs: int) -> bool:
        return outputs == 1

    @override
    def predict(self, logits: np.ndarray, work: Work) -> None:
        sigmoid(logits, out=logits)

    @override
    def pull(self, error: np.ndarray, predictions: np.ndarray, work: Work) -> None:
        """p ← error · p (1 − p)."""
        error *= predictions
        np.subtract(1, predictions, out=predictions)
        predictions *= error

    @override
    def slopes(self, p: np.ndarray) -> np.ndarray:
        """diag(p (1 − p))."""
        return _unit(p) * (p * (1 - p))[..., None]

    @override
    def bends(self, p: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """diag(w p (1 − p)(1 − 2p))."""
        return _unit(p) * (weight * p * (1 - p) * (1 - 2 * p))[..., None]


class SoftmaxLink(Link):
    """p_c = exp(z_c) / Σ_k exp(z_k). For a single output it is 1 everywhere."""

    least_outputs: ClassVar[int] = 2

    @override
    def probabilities(self, outputs: int) -> bool:
        return True

    @override
    def predict(self, logits: np.ndarray, work: Work) -> None:
        """Shifted by the largest logit, so that nothing overflows."""
        np.maximum.reduce(logits, axis=-1, keepdims=True, out=work.column)
        logits -= work.column
        np.exp(logits, out=logits)
        np.add.reduce(logits, axis=-1, keepdims=True, out=work.column)
        logits /= work.column

    @override
    def pull(self, error: np.ndarray, predictions: np.ndarray, work: Work) -> None:
        """p ← p (error − Σ_k error_k p_k)."""
        np.add.reduce(np.multiply(error, predictions, out=work.other), axis=-1, keepdims=True, out=work.column)
        error -= work.column
        predictions *= error

    @override
    def slopes(self, p: np.ndarray) -> np.ndarray:
        """diag(p) − p pᵀ."""
        return _unit(p) * p[..., None] - p[..., :, None] * p[..., None, :]

    @override
    def bends(self, p: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """diag(v) − v pᵀ − p vᵀ with v = p (w − m), m = Σ_c w_c p_c: how v, the gradient of m, changes with z."""
        v = p * (weight - (weight * p).sum(axis=-1, keepdims=True))
        return _unit(p) * v[..., None] - v[..., :, None] * p[..., None, :] - p[..., :, None] * v[..., None, :]


def _unit(p: np.ndarray) -> np.ndarray:
    return np.eye(p.shape[-1], dtype=p.dtype)


IDENTITY, SIGMOID, SOFTMAX = IdentityLink(), SigmoidLink(), SoftmaxLink()
LINKS: dict[str, Link] = {"identity": IDENTITY, "sigmoid": SIGMOID, "softmax": SOFTMAX}
