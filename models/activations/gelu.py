"""The Gaussian error linear unit: z times a gate between 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts

ROOT = 0.7978845608028654  # √(2/π)
CUBIC = 0.044715


@dataclass(frozen=True)
class GELU(Activation):
    """φ(z) = z (1 + t) / 2 with t = tanh(√(2/π) (z + 0.044715 z³)). Dips to −0.17 below 0: not one-to-one.

    Source: Hendrycks & Gimpel (2016), Gaussian error linear units: their approximation, which PyTorch calls
    `approximate="tanh"`; z Φ(z) itself differs by 0.0005 at most.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=False, smooth=True, slopes=(-0.129, 1.129))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        self._tanh(z, out)
        out += 1
        out *= z
        out *= 0.5

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """grad ← grad · (1 + t)/2 · (1 + z (1 − t) √(2/π) (1 + 3 · 0.044715 z²))."""
        self._tanh(z, a)
        a += 1  # 1 + t
        grad *= a
        grad *= 0.5
        np.subtract(2, a, out=a)  # 1 − t
        a *= z
        z *= z
        z *= 3 * CUBIC * ROOT
        z += ROOT
        a *= z
        a += 1
        grad *= a

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = t′ + z t″ / 2 with u = √(2/π) (z + 0.044715 z³), t′ = (1 − t²) u′, t″ = (1 − t²) u″ − 2 t t′ u′."""
        t = np.empty_like(z)
        self._tanh(z, t)
        u1, u2 = ROOT * (1 + 3 * CUBIC * z * z), 6 * ROOT * CUBIC * z
        first = (1 - t * t) * u1
        return first + 0.5 * z * ((1 - t * t) * u2 - 2 * t * first * u1)

    @staticmethod
    def _tanh(z: np.ndarray, out: np.ndarray) -> None:
        np.multiply(z, z, out=out)
        out *= CUBIC
        out += 1
        out *= z
        out *= ROOT
        np.tanh(out, out=out)
