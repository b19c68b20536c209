"""Two functions that optimizers are tried on, as tables: a network learns the function, or its coefficients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from datasets.ranges import number
from datasets.synthetic.base import Regression


@dataclass(frozen=True)
class Quadratic(Regression):
    """Linear regression whose loss is a quadratic of a given condition number κ, its axes turned at random.

    x = √n Z Λ^(1/2) Qᵀ and y = √n Z u + noise · ε: Z (n, D) has orthonormal columns of mean 0, Λ falls from 1 to 1/κ in
    equal ratios, Q is a uniformly random rotation and u a random unit vector. Over all rows, the Hessian of the mean of
    (y − x·w)²/2 is xᵀx/n = Q Λ Qᵀ exactly, which has condition number κ (Nesterov 2004, Introductory lectures on convex
    optimization, on why κ is what counts). The model `linear` with least squares is this quadratic. On average every
    axis has an equal part in y, so R² says how many axes have been learned.

    The columns are left as they are. A training part's own condition number varies with the split: it lies between 0.94
    and 1.04 κ in five draws of the default. Standardized columns would have 0.73 to 0.93 κ there; in the plane, where a
    rotation may happen to be slight, anything from 0.01 to 0.95 κ; without a rotation, 1.

    inputs       D
    condition    κ
    noise        standard deviation of the noise, beside a y of variance 1
    """

    as_is: ClassVar[bool] = True
    inputs: int = number(20, least=2, below="n")
    condition: float = number(1000.0, least=1)
    noise: float = number(0.1, least=0)

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        drawn = rng.standard_normal((self.n, self.inputs))
        z = np.sqrt(self.n) * np.linalg.qr(drawn - drawn.mean(axis=0))[0]
        squeezed = z * np.geomspace(1.0, 1 / self.condition, self.inputs) ** 0.5
        u = rng.standard_normal(self.inputs)
        y = z @ u / np.linalg.norm(u) + self.noise * rng.standard_normal(self.n)
        return squeezed @ rotation(self.inputs, rng).T, y


@dataclass(frozen=True)
class Rosenbrock(Regression):
    """y = Σ 100 (x_{j+1} − x_j²)² + (1 − x_j)², the banana-shaped valley, at uniform x in [−2.048, 2.048]^inputs.

    Rosenbrock (1960), An automatic method for finding the greatest or least value of a function; the box is De Jong's
    (1975). As a table it asks whether a network learns a curved, badly scaled function, and stands beside the others in
    a comparison of optimizers; walking down the function itself has no rows, no seeds and no test part.
    """

    inputs: int = number(2, least=2)

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(-2.048, 2.048, (self.n, self.inputs))
        here, following = x[:, :-1], x[:, 1:]
        return x, (100 * (following - here**2) ** 2 + (1 - here) ** 2).sum(axis=1)


def rotation(size: int, rng: np.random.Generator) -> np.ndarray:
    """An orthogonal matrix (size, size), uniform by Haar's measure: QR with R's diagonal positive (Stewart 1980)."""
    q, r = np.linalg.qr(rng.standard_normal((size, size)))
    return q * np.sign(np.diag(r))
