"""The logistic function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts, sigmoid


@dataclass(frozen=True)
class Sigmoid(Activation):
    """φ(z) = 1 / (1 + exp(−z)), φ′(z) = a (1 − a) ≤ 1/4. Source: Verhulst (1845), the logistic function."""

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=True, smooth=True, slopes=(0.0, 0.25))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        sigmoid(z, out)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        grad *= a
        np.subtract(1, a, out=z)
        grad *= z

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = a (1 − a) (1 − 2a)."""
        a = sigmoid(z, np.empty_like(z))
        return a * (1 - a) * (1 - 2 * a)
