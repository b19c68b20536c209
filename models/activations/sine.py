"""The sine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts


@dataclass(frozen=True)
class Sine(Activation):
    """φ(z) = sin(z), φ′(z) = cos(z). Source: Sitzmann et al. (2020), Implicit neural representations."""

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=True, smooth=True, slopes=(-1.0, 1.0))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.sin(z, out=out)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        np.cos(z, out=z)
        grad *= z

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = −sin(z)."""
        return -np.sin(z)
