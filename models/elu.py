"""ELU and SELU: exponential below 0. What activations have in common is in activations.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.activations import Facts


@dataclass(frozen=True)
class ELU:
    """φ(z) = z for z > 0, else alpha (exp(z) − 1); φ′(z) = 1 for z > 0, else a + alpha.

    alpha lies above 0 and is 1 at most, and only with 1 is φ smooth. Source: Clevert, Unterthiner & Hochreiter (2016),
    Fast and accurate deep network learning by exponential linear units.
    """

    alpha: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.alpha <= 1:
            raise ValueError(f"alpha must be above 0 and at most 1, not {self.alpha}")

    @property
    def facts(self) -> Facts:
        """What it is."""
        return Facts(one_to_one=True, monotone=True, bounded=False, smooth=self.alpha == 1, slopes=(0.0, 1.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = max(z, alpha (exp(min(z, 0)) − 1)): the same, as exp(z) − 1 ≥ z and alpha ≤ 1."""
        np.minimum(z, 0, out=out)
        np.expm1(out, out=out)
        out *= self.alpha
        np.maximum(z, out, out=out)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · φ′ with φ′ = alpha + min(a, 0) below 0, and 1 above."""
        np.minimum(a, 0, out=a)
        a += self.alpha
        np.greater(z, 0, out=z)
        z *= 1 - self.alpha  # what is missing to 1 above 0
        a += z
        grad *= a

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = alpha exp(z) below 0, else 0."""
        return _bent_below(z, self.alpha)


SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772


@dataclass(frozen=True)
class SELU:
    """φ(z) = λ z for z > 0, else λ α (exp(z) − 1); φ′(z) = λ for z > 0, else λ α exp(z). λ = 1.0507…, α = 1.6733….

    With these two, layers keep mean 0 and variance 1 when their weights are `lecun`'s. Source: Klambauer et al. (2017),
    Self-normalizing neural networks.
    """

    facts: ClassVar[Facts] = Facts(
        one_to_one=True, monotone=True, bounded=False, smooth=False, slopes=(0.0, SELU_SCALE * SELU_ALPHA)
    )

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = λ (max(z, 0) + e), and z becomes e = α (exp(min(z, 0)) − 1): no third array is needed."""
        np.clip(z, 0, np.inf, out=out)
        np.minimum(z, 0, out=z)
        np.expm1(z, out=z)
        z *= SELU_ALPHA
        out += z
        out *= SELU_SCALE

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · λ (e + α + (1 − α) [a > 0]); e is 0 above 0."""
        np.greater(a, 0, out=a)
        a *= 1 - SELU_ALPHA
        a += SELU_ALPHA
        a += z
        a *= SELU_SCALE
        grad *= a

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = λ α exp(z) below 0, else 0."""
        return _bent_below(z, SELU_SCALE * SELU_ALPHA)


def _bent_below(z: np.ndarray, scale: float) -> np.ndarray:
    """scale · exp(z) below 0, else 0."""
    return np.asarray(np.where(z < 0, scale * np.exp(np.minimum(z, 0)), 0), dtype=z.dtype)
