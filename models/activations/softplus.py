"""The smooth rectified linear unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts, sigmoid


@dataclass(frozen=True)
class Softplus(Activation):
    """φ(z) = log(1 + exp(z)), φ′(z) = sigmoid(z) = 1 − exp(−a).

    Smooth and one-to-one. Source: Dugas et al. (2000), NIPS.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=False, smooth=True, slopes=(0.0, 1.0))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = max(z, log(1 + exp(min(z, 40)))): from 40 on, φ(z) is z to the last digit of a float64."""
        np.minimum(z, 40, out=out)
        np.exp(out, out=out)
        np.log1p(out, out=out)
        np.maximum(z, out, out=out)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """grad ← grad · (1 − exp(−a))."""
        np.negative(a, out=z)
        np.expm1(z, out=z)
        grad *= z
        np.negative(grad, out=grad)

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = σ (1 − σ) with σ = sigmoid(z)."""
        slope = sigmoid(z, np.empty_like(z))
        return slope * (1 - slope)
