"""The hyperbolic tangent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts


@dataclass(frozen=True)
class Tanh(Activation):
    """φ(z) = tanh(z), φ′(z) = 1 − a². Source: LeCun et al. (1998), Efficient BackProp."""

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=True, smooth=True, slopes=(0.0, 1.0))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.tanh(z, out=out)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        np.multiply(a, a, out=z)
        np.subtract(1, z, out=z)
        grad *= z

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = −2a (1 − a²)."""
        a = np.tanh(z)
        return -2 * a * (1 - a * a)
