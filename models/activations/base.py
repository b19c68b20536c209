"""What all activations promise, and what several of them share.

An activation φ is an elementwise function between layers. Its methods take arrays of any one shape, here (R, B, H):
`forward(z, out)` writes a = φ(z); `backward(z, a, grad)` turns ∂L/∂a into ∂L/∂z in place, grad ← grad · φ′(z).
z belongs to φ from `forward` on: φ may keep there what its `backward` needs, and `backward` may use z and a as scratch.
Neither allocates. `curvature(z)` returns φ″(z) in a new array, for second-order methods.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.ranges import Checked


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


class Activation(Checked, ABC):
    """The base of all activations: what a layer needs of φ."""

    @property
    @abstractmethod
    def facts(self) -> Facts:
        """What is known of it."""

    @abstractmethod
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """Write φ(z) into `out`; both (R, B, H)."""

    @abstractmethod
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """Multiply `grad` by φ′(z) in place; z as `forward` left it, `a` is φ(z). All (R, B, H)."""

    @abstractmethod
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″(z), 0 at a kink."""


class Straight(Activation):
    """An activation made of straight lines: φ″ = 0."""

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        return np.zeros_like(z)


def sigmoid(z: np.ndarray, out: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(−z)) as (1 + tanh(z/2)) / 2, which never overflows; `out` may be z."""
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    out *= 0.5
    out += 0.5
    return out
