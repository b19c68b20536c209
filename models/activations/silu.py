"""The sigmoid-weighted linear unit: z times a gate between 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts, sigmoid


@dataclass(frozen=True)
class SiLU(Activation):
    """φ(z) = z · sigmoid(z), φ′(z) = σ (1 + z (1 − σ)). Dips to −0.28 below 0: not one-to-one.

    Source: Elfwing, Uchibe & Doya (2018), Sigmoid-weighted linear units; also known as swish.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=False, smooth=True, slopes=(-0.1, 1.1))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        sigmoid(z, out)
        out *= z

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        sigmoid(z, a)
        grad *= a
        np.subtract(1, a, out=a)
        a *= z
        a += 1
        grad *= a

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = σ (1 − σ) (2 + z (1 − 2σ))."""
        slope = sigmoid(z, np.empty_like(z))
        return slope * (1 - slope) * (2 + z * (1 - 2 * slope))
