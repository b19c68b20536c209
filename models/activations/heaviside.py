"""The step function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Facts, Straight


@dataclass(frozen=True)
class Heaviside(Straight):
    """φ(z) = 1 for z > 0, else 0: the perceptron's own. φ′ = 0, so nothing below it learns.

    Source: Rosenblatt (1958), The perceptron.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=True, bounded=True, smooth=False, slopes=(0.0, 0.0))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.greater(z, 0, out=out)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        grad.fill(0)
