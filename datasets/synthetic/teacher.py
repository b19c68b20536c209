"""A random network teaches the one that is trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from datasets.ranges import check_choice, number
from datasets.synthetic.base import Regression

ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0.0)}


@dataclass(frozen=True)
class Teacher(Regression):
    """y = v · φ(W x + b) / √hidden + noise · ε: what a random network with one hidden layer says, and normal noise.

    x, ε, b and v are standard normal, W normal with variance 4/inputs, so that tanh bends. `draw` draws all of it.
    Gardner & Derrida (1989), Three unfinished works on the optimal storage capacity of networks; Saad & Solla (1995),
    On-line learning in soft committee machines (there v = 1, b = 0).

    inputs        D
    hidden        units of the teacher
    activation    φ: tanh or relu
    noise         standard deviation of the noise; `source` states the R² of the teacher itself, the best to be had
    """

    n: int = 2000
    inputs: int = number(10, least=1)
    hidden: int = number(5, least=1)
    activation: str = "tanh"
    noise: float = number(0.1, least=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choice("activation", self.activation, ACTIVATIONS)

    @override
    def remark(self, x: np.ndarray, y: np.ndarray) -> str:
        return f"the teacher's own R² is about {1 - self.noise**2 / y.var():.3f}"

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        w = 2 * rng.standard_normal((self.inputs, self.hidden)) / np.sqrt(self.inputs)
        b, v = rng.standard_normal((2, self.hidden))
        x = rng.standard_normal((self.n, self.inputs))
        y = ACTIVATIONS[self.activation](x @ w + b) @ v / np.sqrt(self.hidden)
        return x, y + self.noise * rng.standard_normal(self.n)
