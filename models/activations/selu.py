"""The scaled exponential linear unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts
from models.activations.elu import exponential_below_0

SCALE = 1.0507009873554805  # λ
ALPHA = 1.6732632423543772  # α


@dataclass(frozen=True)
class SELU(Activation):
    """φ(z) = λ z for z > 0, else λ α (exp(z) − 1); φ′(z) = λ for z > 0, else λ α exp(z). λ = 1.0507…, α = 1.6733….

    With these two, layers keep mean 0 and variance 1 when their weights are `lecun`'s. Source: Klambauer et al. (2017),
    Self-normalizing neural networks.
    """

    facts: ClassVar[Facts] = Facts(
        one_to_one=True, monotone=True, bounded=False, smooth=False, slopes=(0.0, SCALE * ALPHA)
    )

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = λ (max(z, 0) + e), and z becomes e = α (exp(min(z, 0)) − 1): no third array is needed."""
        np.clip(z, 0, np.inf, out=out)
        np.minimum(z, 0, out=z)
        np.expm1(z, out=z)
        z *= ALPHA
        out += z
        out *= SCALE

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """grad ← grad · λ (e + α + (1 − α) [a > 0]); e is 0 above 0."""
        np.greater(a, 0, out=a)
        a *= 1 - ALPHA
        a += ALPHA
        a += z
        a *= SCALE
        grad *= a

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = λ α exp(z) below 0, else 0."""
        return exponential_below_0(z, SCALE * ALPHA)
