"""Is an odd number of bits set? One of the hardest questions for a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from datasets.ranges import number
from datasets.synthetic.base import Synthetic


@dataclass(frozen=True)
class Parity(Synthetic):
    """Uniform rows of −1 and 1; class 1 where an odd number of the first `bits` are −1: where their product is −1.

    Two bits are XOR. No perceptron computes it (Minsky & Papert 1969, Perceptrons), no subset of the bits says anything
    about it, and gradients are all but blind to it (Shalev-Shwartz, Shamir & Shammah 2017, Failures of gradient-based
    deep learning). Rows repeat unless n is small beside 2^(bits + noise_bits).

    bits          number of columns that decide the class, the first ones
    noise_bits    number of the other columns
    """

    n: int = 2000
    bits: int = number(3, least=1)
    noise_bits: int = number(12, least=0)

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.choice([-1.0, 1.0], size=(self.n, self.bits + self.noise_bits))
        return x, x[:, : self.bits].prod(axis=1) < 0
