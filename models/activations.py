"""Activations φ: elementwise functions between layers.

Each has three methods on arrays of any one shape, here (R, B, H):
`forward(z, out)` writes a = φ(z); `backward(z, a, grad)` turns ∂L/∂a into ∂L/∂z in place, grad ← grad · φ′(z).
z belongs to φ from `forward` on: it may keep there what its `backward` wants, which may use z and a as scratch.
Neither allocates. `curvature(z)` returns φ″(z) in a new array, for second-order methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np


@dataclass(frozen=True)
class Facts:
    """What is known of φ; a test checks it numerically.

    one_to_one    φ(z) determines z
    monotone      φ never falls
    bounded       |φ| stays below some number
    smooth        neither φ nor φ′ jumps
    slopes        the smallest and the largest value of φ′ (or their limits)
    """

    one_to_one: bool
    monotone: bool
    bounded: bool
    smooth: bool
    slopes: tuple[float, float]


class Activation(Protocol):
    """What a layer needs of φ."""

    @property
    def facts(self) -> Facts:
        """What is known of it."""

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """Write φ(z) into `out`; both (R, B, H)."""

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Multiply `grad` by φ′(z) in place; z as `forward` left it, `a` is φ(z). All (R, B, H)."""

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″(z), 0 at a kink."""


class Straight:
    """An activation made of straight lines."""

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = 0."""
        return np.zeros_like(z)


def sigmoid(z: np.ndarray, out: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(−z)) as (1 + tanh(z/2)) / 2, which never overflows; `out` may be z."""
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    out *= 0.5
    out += 0.5
    return out


@dataclass(frozen=True)
class Identity(Straight):
    """φ(z) = z, φ′(z) = 1. Layers without any φ between them are one matrix."""

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=False, smooth=True, slopes=(1.0, 1.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = z."""
        np.copyto(out, z)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad stays as it is."""


@dataclass(frozen=True)
class ReLU(Straight):
    """φ(z) = max(z, 0), φ′(z) = 1 for z > 0, else 0 (0 at the kink, as in PyTorch).

    Not one-to-one: all z ≤ 0 become 0. Source: Nair & Hinton (2010), ICML.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=True, bounded=False, smooth=False, slopes=(0.0, 1.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = max(z, 0)."""
        np.clip(z, 0, np.inf, out=out)  # np.maximum with a number takes twice as long

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad is kept where z > 0."""
        np.greater(a, 0, out=z)
        grad *= z


@dataclass(frozen=True)
class LeakyReLU(Straight):
    """φ(z) = z for z > 0, else slope · z; φ′(z) = 1 for z > 0, else slope.

    One-to-one for slope > 0. Source: Maas, Hannun & Ng (2013), ICML workshop, with slope 0.01.
    """

    slope: float = 0.01

    def __post_init__(self) -> None:
        if not 0 <= self.slope < 1:
            raise ValueError(f"slope must be at least 0 and below 1, not {self.slope}")

    @property
    def facts(self) -> Facts:
        """What it is."""
        return Facts(one_to_one=self.slope > 0, monotone=True, bounded=False, smooth=False, slopes=(self.slope, 1.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = max(z, slope · z), which is the same for slope < 1."""
        np.multiply(z, self.slope, out=out)
        np.maximum(z, out, out=out)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · (slope + (1 − slope) [z > 0])."""
        np.greater(z, 0, out=z)
        z *= 1 - self.slope
        z += self.slope
        grad *= z


@dataclass(frozen=True)
class Sigmoid:
    """φ(z) = 1 / (1 + exp(−z)), φ′(z) = a (1 − a) ≤ 1/4. Source: Verhulst (1845), the logistic function."""

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=True, smooth=True, slopes=(0.0, 0.25))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = sigmoid(z)."""
        sigmoid(z, out)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · a · (1 − a)."""
        grad *= a
        np.subtract(1, a, out=z)
        grad *= z

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = a (1 − a) (1 − 2a)."""
        a = sigmoid(z, np.empty_like(z))
        return a * (1 - a) * (1 - 2 * a)


@dataclass(frozen=True)
class Softplus:
    """φ(z) = log(1 + exp(z)), φ′(z) = sigmoid(z) = 1 − exp(−a).

    Smooth and one-to-one. Source: Dugas et al. (2000), NIPS.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=False, smooth=True, slopes=(0.0, 1.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = max(z, log(1 + exp(min(z, 40)))): from 40 on, φ(z) is z to the last digit of a float64."""
        np.minimum(z, 40, out=out)
        np.exp(out, out=out)
        np.log1p(out, out=out)
        np.maximum(z, out, out=out)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · (1 − exp(−a))."""
        np.negative(a, out=z)
        np.expm1(z, out=z)
        grad *= z
        np.negative(grad, out=grad)

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = σ (1 − σ) with σ = sigmoid(z)."""
        slope = sigmoid(z, np.empty_like(z))
        return slope * (1 - slope)


@dataclass(frozen=True)
class Tanh:
    """φ(z) = tanh(z), φ′(z) = 1 − a². Source: LeCun et al. (1998), Efficient BackProp."""

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=True, smooth=True, slopes=(0.0, 1.0))

    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = tanh(z)."""
        np.tanh(z, out=out)

    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Grad ← grad · (1 − a²)."""
        np.multiply(a, a, out=z)
        np.subtract(1, z, out=z)
        grad *= z

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = −2a (1 − a²)."""
        a = np.tanh(z)
        return -2 * a * (1 - a * a)
