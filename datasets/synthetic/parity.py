"""Is the number of bits that are set odd? The hardest of questions to ask a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datasets.dataset import DatasetError
from datasets.synthetic.base import Synthetic


@dataclass(frozen=True)
class Parity(Synthetic):
    """Uniform rows of −1 and 1; class 1 where an odd number of the first `bits` are −1: where their product is −1.

    Two bits are XOR. No perceptron computes it (Minsky & Papert 1969, Perceptrons), no subset of the bits says anything
    about it, and gradients are all but blind to it (Shalev-Shwartz, Shamir & Shammah 2017, Failures of gradient-based
    deep learning). Rows repeat once n is not small beside 2^(bits + noise_bits).

    bits          how many columns matter, the first ones
    noise_bits    how many others there are, which do not
    """

    n: int = 2000
    bits: int = 3
    noise_bits: int = 12

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.bits < 1:
            raise DatasetError(f"bits must be at least 1, not {self.bits}")
        if self.noise_bits < 0:
            raise DatasetError(f"noise_bits must be 0 or more, not {self.noise_bits}")

    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Independent fair bits and the parity of the first ones."""
        x = rng.choice([-1.0, 1.0], size=(self.n, self.bits + self.noise_bits))
        return x, x[:, : self.bits].prod(axis=1) < 0
