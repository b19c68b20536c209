"""The identity: no activation at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Facts, Straight


@dataclass(frozen=True)
class Identity(Straight):
    """φ(z) = z, φ′(z) = 1. Layers without any φ between them are one matrix."""

    facts: ClassVar[Facts] = Facts(one_to_one=True, monotone=True, bounded=False, smooth=True, slopes=(1.0, 1.0))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        np.copyto(out, z)

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """`grad` stays as it is."""
