"""More activations φ; what they have in common is in activations.py."""

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


@dataclass(frozen=True)
class SiLU:
    """φ(z) = z · sigmoid(z), φ′(z) = σ (1 + z (1 − σ)). Dips to −0.28 below 0: not one-to-one.

    Source: Elfwing, Uchibe & Doya (2018), Sigmoid-weighted linear units; also known as swish.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=False, smooth=True, slopes=(-0.1, 1.1))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = z · sigmoid(z)."""
        _sigmoid(z, out)
        out *= z

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · σ · (1 + z (1 − σ))."""
        _sigmoid(z, a)
        grad *= a
        np.subtract(1, a, out=a)
        a *= z
        a += 1
        grad *= a


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

    @staticmethod
    def _tanh(z: np.ndarray, out: np.ndarray) -> None:
        np.multiply(z, z, out=out)
        out *= CUBIC
        out += 1
        out *= z
        out *= ROOT
        np.tanh(out, out=out)


@dataclass(frozen=True)
class Sine:
    """φ(z) = sin(z), φ′(z) = cos(z). Source: Sitzmann et al. (2020), Implicit neural representations."""

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=True, smooth=True, slopes=(-1.0, 1.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = sin(z)."""
        np.sin(z, out=out)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · cos(z)."""
        np.cos(z, out=z)
        grad *= z


@dataclass(frozen=True)
class Heaviside:
    """φ(z) = 1 for z > 0, else 0: the perceptron's own. φ′ = 0, so nothing below it learns.

    Source: Rosenblatt (1958), The perceptron.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=True, bounded=True, smooth=False, slopes=(0.0, 0.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = [z > 0]."""
        np.greater(z, 0, out=out)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← 0."""
        grad.fill(0)


def _sigmoid(z: np.ndarray, out: np.ndarray) -> None:
    """(1 + tanh(z/2)) / 2: no overflow."""
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    out *= 0.5
    out += 0.5
