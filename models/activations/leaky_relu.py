"""The rectified linear unit that lets a little through below 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.activations.base import Facts, Straight
from models.ranges import number


@dataclass(frozen=True)
class LeakyReLU(Straight):
    """φ(z) = z for z > 0, else slope · z; φ′(z) = 1 for z > 0, else slope.

    One-to-one for slope > 0. Source: Maas, Hannun & Ng (2013), ICML workshop, with slope 0.01.
    """

    slope: float = number(0.01, least=0, below=1)

    @property
    @override
    def facts(self) -> Facts:
        return Facts(one_to_one=self.slope > 0, monotone=True, bounded=False, smooth=False, slopes=(self.slope, 1.0))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = max(z, slope · z), which is the same for slope < 1."""
        np.multiply(z, self.slope, out=out)
        np.maximum(z, out, out=out)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """grad ← grad · (slope + (1 − slope) [z > 0])."""
        np.greater(z, 0, out=z)
        z *= 1 - self.slope
        z += self.slope
        grad *= z
