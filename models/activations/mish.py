"""Mish: z times a gate between 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from models.activations.base import Activation, Facts, sigmoid


@dataclass(frozen=True)
class Mish(Activation):
    """φ(z) = z t with t = tanh(softplus(z)), φ′(z) = t + z (1 − t²) σ. Dips to −0.31 below 0: not one-to-one.

    Source: Misra (2020), Mish: a self regularized non-monotonic activation function.
    """

    facts: ClassVar[Facts] = Facts(one_to_one=False, monotone=False, bounded=False, smooth=True, slopes=(-0.113, 1.089))

    @override
    def forward(self, z: np.ndarray, out: np.ndarray) -> None:
        """a = z tanh(log(1 + exp(min(z, 40)))): from 20 on, t is 1 to the last digit of a float64."""
        np.minimum(z, 40, out=out)
        np.exp(out, out=out)
        np.log1p(out, out=out)
        np.tanh(out, out=out)
        out *= z

    @override
    def backward(self, z: np.ndarray, a: np.ndarray, grad: np.ndarray) -> None:
        """grad ← grad · (1 − 2/D + 4 z e (e + 1)/D²) with e = exp(z), D = (e + 1)² + 1: the same, as t = 1 − 2/D."""
        np.minimum(z, 20, out=a)
        np.exp(a, out=a)
        z *= a
        a += 1
        z *= a  # z e (e + 1)
        a *= a
        a += 1  # D
        z *= 4
        z /= a
        z -= 2
        z /= a
        z += 1
        grad *= z

    @override
    def curvature(self, z: np.ndarray) -> np.ndarray:
        """φ″ = 2t′ + z t″ with t′ = (1 − t²) σ and t″ = t′ (1 − σ − 2 t σ)."""
        slope = sigmoid(z, np.empty_like(z))
        t = np.tanh(np.logaddexp(0, z))
        first = (1 - t * t) * slope
        return first * (2 + z * (1 - slope - 2 * t * slope))
