"""Sine and Heaviside. What activations have in common is in activations.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from models.activations import Facts, Straight


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

    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = −sin(z)."""
        return -np.sin(z)


@dataclass(frozen=True)
class Heaviside(Straight):
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
