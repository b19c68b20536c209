"""Losses. Each owns its output link, so that any loss goes with any network.

Shapes: logits, targets, predictions and gradient (R, B, C); targets are one-hot (or numbers, to regress).
A loss value is per replica, (R,): the mean over the batch of what one example costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Loss(Protocol):
    """What training needs of a loss."""

    def predict(self, logits: np.ndarray, out: np.ndarray) -> np.ndarray:
        """The link: write predictions (R, B, C) for `logits` into `out`, and return it."""

    def value(self, predictions: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """The loss (R,) of `predictions`, both (R, B, C)."""

    def gradient(self, predictions: np.ndarray, targets: np.ndarray) -> None:
        """Turn `predictions` into ∂value/∂logits, in place."""


def softmax(logits: np.ndarray, out: np.ndarray) -> np.ndarray:
    """exp(z_c) / Σ exp(z_k) over the last axis, shifted by the largest logit so that nothing overflows."""
    np.subtract(logits, logits.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)
    return out


def _through_softmax(predictions: np.ndarray, grad: np.ndarray) -> None:
    """∂L/∂z_c = p_c (g_c − Σ_k g_k p_k), in place on `grad` = ∂L/∂p."""
    grad -= (grad * predictions).sum(axis=-1, keepdims=True)
    grad *= predictions


@dataclass(frozen=True)
class CrossEntropy:
    """−log p_label on softmax outputs, the negative log-likelihood of the labels.

    Gradient: (p − y) / B. Source: Bridle (1990), Probabilistic interpretation of feedforward networks.
    """

    def predict(self, logits: np.ndarray, out: np.ndarray) -> np.ndarray:
        """Softmax."""
        return softmax(logits, out)

    def value(self, predictions: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """−mean_b log Σ_c y_c p_c. A probability that rounds to 0 counts as the smallest positive number."""
        likely = (predictions * targets).sum(axis=-1)  # p of the label; summing 0s and one p is exact
        return -np.log(np.maximum(likely, np.finfo(likely.dtype).tiny)).mean(axis=-1)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray) -> None:
        """(p − y) / B."""
        predictions -= targets
        predictions *= 1.0 / predictions.shape[1]


LINKS = ("identity", "sigmoid", "softmax")


@dataclass(frozen=True)
class LeastSquares:
    """Σ_c (p_c − y_c)², averaged over the batch; `link` turns logits into p.

    Gradient with respect to p: 2 (p − y) / B, then through the link. The lecture that this project grew from
    drops the 2 (its eq. 10), and in its eq. 16 the factor (P − L); both stand here.
    With link `identity` it is the loss of Hui & Belkin (2021), Evaluation of neural architectures trained with
    square loss vs cross-entropy; PyTorch's MSELoss divides by the number of outputs as well.
    """

    link: str = "identity"

    def __post_init__(self) -> None:
        if self.link not in LINKS:
            raise ValueError(f"link must be one of {', '.join(LINKS)}, not {self.link!r}")

    def predict(self, logits: np.ndarray, out: np.ndarray) -> np.ndarray:
        """The link."""
        if self.link == "softmax":
            return softmax(logits, out)
        if self.link == "sigmoid":
            np.tanh(np.multiply(logits, 0.5, out=out), out=out)
            out *= 0.5
            out += 0.5
            return out
        np.copyto(out, logits)
        return out

    def value(self, predictions: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """mean_b Σ_c (p − y)²."""
        return np.square(predictions - targets).sum(axis=-1).mean(axis=-1)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray) -> None:
        """2 (p − y) / B, times p (1 − p) for the sigmoid, through the softmax's Jacobian for the softmax."""
        grad = predictions - targets
        grad *= 2.0 / predictions.shape[1]
        if self.link == "softmax":
            _through_softmax(predictions, grad)
        elif self.link == "sigmoid":
            grad *= predictions * (1 - predictions)
        np.copyto(predictions, grad)


class _Scores:
    """A loss on the outputs as they are: its link is the identity."""

    def predict(self, logits: np.ndarray, out: np.ndarray) -> np.ndarray:
        """The logits."""
        np.copyto(out, logits)
        return out


@dataclass(frozen=True)
class AbsoluteError(_Scores):
    """Σ_c |p_c − y_c|, averaged over the batch; gradient sign(p − y) / B, 0 where they are equal."""

    def value(self, predictions: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """mean_b Σ_c |p − y|."""
        return np.abs(predictions - targets).sum(axis=-1).mean(axis=-1)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray) -> None:
        """sign(p − y) / B."""
        predictions -= targets
        np.sign(predictions, out=predictions)
        predictions *= 1.0 / predictions.shape[1]


@dataclass(frozen=True)
class Huber(_Scores):
    """Σ_c h(p_c − y_c), averaged over the batch: h(e) = e²/2 for |e| ≤ delta, else delta (|e| − delta/2).

    Source: Huber (1964), Robust estimation of a location parameter; PyTorch's also averages over outputs.
    """

    delta: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.delta < np.inf:
            raise ValueError(f"delta must be above 0, not {self.delta}")

    def value(self, predictions: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """mean_b Σ_c h(p − y), by h(e) = c (|e| − c/2) with c = min(|e|, delta)."""
        error = np.abs(predictions - targets)
        inner = np.minimum(error, self.delta)
        return (inner * (error - 0.5 * inner)).sum(axis=-1).mean(axis=-1)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray) -> None:
        """(p − y) / B, cut at ±delta / B."""
        predictions -= targets
        np.clip(predictions, -self.delta, self.delta, out=predictions)
        predictions *= 1.0 / predictions.shape[1]


@dataclass(frozen=True)
class Hinge(_Scores):
    """Σ_c max(0, 1 − t_c z_c), averaged over the batch, with t = +1 for the label and −1 for all other classes.

    One class against the rest, each with a margin; gradient −t [t z < 1] / B. Source: Cortes & Vapnik (1995),
    Support-vector networks; scikit-learn's `hinge_loss` for several classes is Crammer and Singer's, which is another.
    """

    def value(self, predictions: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """mean_b Σ_c max(0, 1 − (2y − 1) z)."""
        return np.maximum(0, 1 - (2 * targets - 1) * predictions).sum(axis=-1).mean(axis=-1)

    def gradient(self, predictions: np.ndarray, targets: np.ndarray) -> None:
        """−(2y − 1) / B where the margin is not kept, else 0."""
        sign = 2 * targets - 1
        predictions *= sign
        np.less(predictions, 1, out=predictions)
        predictions *= sign
        predictions *= -1.0 / predictions.shape[1]
