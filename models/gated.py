"""SiLU, Mish and GELU: z times a gate between 0 and 1. What activations have in common is in activations.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.activations import Facts, sigmoid


@dataclass(frozen=True)
class SiLU:
    """φ(z) = z · sigmoid(z), φ′(z) = σ (1 + z (1 − σ)). Dips to −0.28 below 0: not one-to-one.

    Source: Elfwing, Uchibe & Doya (2018), Sigmoid-weighted linear units; also known as swish.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=False, smooth=True, slopes=(-0.1, 1.1))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = z · sigmoid(z)."""
        sigmoid(z, out)
        out *= z

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · σ · (1 + z (1 − σ))."""
        sigmoid(z, a)
        grad *= a
        np.subtract(1, a, out=a)
        a *= z
        a += 1
        grad *= a

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = σ (1 − σ) (2 + z (1 − 2σ))."""
        slope = sigmoid(z, np.empty_like(z))
        return slope * (1 - slope) * (2 + z * (1 - 2 * slope))


@dataclass(frozen=True)
class Mish:
    """φ(z) = z t with t = tanh(softplus(z)), φ′(z) = t + z (1 − t²) σ. Dips to −0.31 below 0: not one-to-one.

    Source: Misra (2020), Mish: a self regularized non-monotonic activation function.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=False, smooth=True, slopes=(-0.113, 1.089))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = z tanh(log(1 + exp(min(z, 40)))): from 20 on, t is 1 to the last digit of a float64."""
        np.minimum(z, 40, out=out)
        np.exp(out, out=out)
        np.log1p(out, out=out)
        np.tanh(out, out=out)
        out *= z

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · (1 − 2/D + 4 z e (e + 1)/D²) with e = exp(z), D = (e + 1)² + 1: the same, as t = 1 − 2/D."""
        np.minimum(z, 20, out=a)
        np.exp(a, out=a)
        z *= a
        a += 1
        z *= a  # z e (e + 1)
        a *= a
        a += 1  # D
        z *= 4
        z /= a
        z -= 2
        z /= a
        z += 1
        grad *= z

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = 2t′ + z t″ with t′ = (1 − t²) σ and t″ = t′ (1 − σ − 2 t σ)."""
        slope = sigmoid(z, np.empty_like(z))
        t = np.tanh(np.logaddexp(0, z))
        first = (1 - t * t) * slope
        return first * (2 + z * (1 - slope - 2 * t * slope))


ROOT = 0.7978845608028654  # √(2/π)
CUBIC = 0.044715


@dataclass(frozen=True)
class GELU:
    """φ(z) = z (1 + t) / 2 with t = tanh(√(2/π) (z + 0.044715 z³)). Dips to −0.17 below 0: not one-to-one.

    Source: Hendrycks & Gimpel (2016), Gaussian error linear units: their approximation, which PyTorch calls
    `approximate="tanh"`; z Φ(z) itself differs by 0.0005 at most.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=False, smooth=True, slopes=(-0.129, 1.129))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = z (1 + t) / 2."""
        self._tanh(z, out)
        out += 1
        out *= z
        out *= 0.5

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · (1 + t)/2 · (1 + z (1 − t) √(2/π) (1 + 3 · 0.044715 z²))."""
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
