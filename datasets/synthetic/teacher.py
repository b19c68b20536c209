"""A network that was drawn at random is the teacher of one that learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from datasets.dataset import DatasetError
from datasets.synthetic.base import Synthetic

ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0.0)}


@dataclass(frozen=True)
class Teacher(Synthetic):
    """y = v · φ(W x + b) / √hidden + noise · ε: what a random network with one hidden layer says, and normal noise.

    x, ε, b and v are standard normal, W normal with variance 4/inputs, so that tanh bends. `draw` draws all of it.
    Gardner & Derrida (1989), Three unfinished works on the optimal storage capacity of networks; Saad & Solla (1995),
    On-line learning in soft committee machines (there v = 1, b = 0).

    inputs        D
    hidden        units of the teacher
    activation    φ: tanh or relu
    noise         standard deviation of the noise; `source` says which R² it leaves to be had
    """

    n: int = 2000
    inputs: int = 10
    hidden: int = 5
    activation: str = "tanh"
    noise: float = 0.1

    def __post_init__(self) -> None:
        super().__post_init__()
        for field in ("inputs", "hidden"):
            if getattr(self, field) < 1:
                raise DatasetError(f"{field} must be at least 1, not {getattr(self, field)}")
        if self.activation not in ACTIVATIONS:
            raise DatasetError(f"activation must be one of {', '.join(ACTIVATIONS)}, not {self.activation!r}")
        if not 0 <= self.noise < np.inf:
            raise DatasetError(f"noise must be 0 or more, not {self.noise}")

    @property
    def classes(self) -> tuple[str, ...]:
        """None: a regression."""
        return ()

    def remark(self, x: np.ndarray, y: np.ndarray) -> str:
        """The R² of the teacher itself."""
        return f"the teacher's own R² is about {1 - self.noise**2 / y.var():.3f}"

    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The teacher, the questions, and the noisy answers."""
        w = 2 * rng.standard_normal((self.inputs, self.hidden)) / np.sqrt(self.inputs)
        b, v = rng.standard_normal((2, self.hidden))
        x = rng.standard_normal((self.n, self.inputs))
        y = ACTIVATIONS[self.activation](x @ w + b) @ v / np.sqrt(self.hidden)
        return x, y + self.noise * rng.standard_normal(self.n)
