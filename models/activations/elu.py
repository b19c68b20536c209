"""The exponential linear unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts
from models.ranges import number


@dataclass(frozen=True)
class ELU(Activation):
    """φ(z) = z for z > 0, else alpha (exp(z) − 1); φ′(z) = 1 for z > 0, else a + alpha.

    Only with alpha = 1 is φ smooth. Source: Clevert, Unterthiner & Hochreiter (2016), Fast and accurate deep network
    learning by exponential linear units.
    """

    alpha: float = number(1.0, above=0, most=1)

    @property
    @override
    def facts(self) -> Facts:
        return Facts(one_to_one=True, monotone=True, bounded=False, smooth=self.alpha == 1, slopes=(0.0, 1.0))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = max(z, alpha (exp(min(z, 0)) − 1)): the same, as exp(z) − 1 ≥ z and alpha ≤ 1."""
        np.minimum(z, 0, out=out)
        np.expm1(out, out=out)
        out *= self.alpha
        np.maximum(z, out, out=out)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """grad ← grad · φ′ with φ′ = alpha + min(a, 0) below 0, and 1 above."""
        np.minimum(a, 0, out=a)
        a += self.alpha
        np.greater(z, 0, out=z)
        z *= 1 - self.alpha  # what is missing to 1 above 0
        a += z
        grad *= a

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = alpha exp(z) below 0, else 0."""
        return exponential_below_0(z, self.alpha)


def exponential_below_0(z: np.ndarray, scale: float) -> np.ndarray:
    """scale · exp(z) below 0, else 0."""
    return np.asarray(np.where(z < 0, scale * np.exp(np.minimum(z, 0)), 0), dtype=z.dtype)
