"""Initial weights. A weight matrix is (fan_in, fan_out); biases start at 0.

An activation's gain is 1/√E[φ(z)²] for a standard normal z: weights that are larger by it undo what φ takes away, so
that a layer's outputs keep their size. √2 for ReLU, 1 for SELU, 1.59 for tanh (PyTorch's table says 5/3).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.activations import Activation
from models.ranges import Checked, number


class Initializer(Checked, ABC):
    """The base of all initializers: draws one replica's weights of one layer."""

    @abstractmethod
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        """Weights (fan_in, fan_out) in float64; `gain` is that of the network's activation, for whoever wants it."""


def gain_of(activation: Activation) -> float:
    """1/√E[φ(z)²], z standard normal: the expectation as a sum over a fine grid. 1 where φ is 0 everywhere."""
    z = np.linspace(-10, 10, 20_001)
    a = np.empty_like(z)
    activation.forward(z.copy(), a)
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    size = float(np.sqrt(np.sum(a**2 * density) * (z[1] - z[0])))
    return 1 / size if size > 0 else 1.0


@dataclass(frozen=True)
class He(Initializer):
    """N(0, 2 / fan_in): keeps the size of activations through ReLU layers. √2 is ReLU's gain; `fitted` takes φ's own.

    Source: He, Zhang, Ren & Sun (2015), Delving deep into rectifiers, eq. 10; eq. 15 for leaky ReLU.
    """

    fitted: bool = False

    @override
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        """Normal with standard deviation √(2 / fan_in), or gain / √fan_in."""
        return rng.standard_normal((fan_in, fan_out)) * (gain / np.sqrt(fan_in) if self.fitted else np.sqrt(2 / fan_in))


@dataclass(frozen=True)
class Glorot(Initializer):
    """U(−a, a) with a = √(6 / (fan_in + fan_out)), made for symmetric activations such as tanh.

    Times the activation's gain if `fitted`. Source: Glorot & Bengio (2010), Understanding the difficulty of training
    deep networks, eq. 16.
    """

    fitted: bool = False

    @override
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        """Uniform with variance 2 / (fan_in + fan_out), times gain² if fitted."""
        bound = np.sqrt(6 / (fan_in + fan_out)) * (gain if self.fitted else 1)
        return rng.uniform(-bound, bound, (fan_in, fan_out))


@dataclass(frozen=True)
class LeCun(Initializer):
    """N(0, 1 / fan_in): keeps the size of what passes through a linear layer; made for tanh.

    Source: LeCun, Bottou, Orr & Müller (1998), Efficient BackProp, eq. 16.
    """

    @override
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        """Normal with standard deviation √(1 / fan_in)."""
        return rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in)


@dataclass(frozen=True)
class Orthogonal(Initializer):
    """gain times a random matrix with orthonormal rows or columns, whichever are fewer: no direction grows or shrinks.

    Uniform over such matrices: Q of a normal matrix, with the signs of R's diagonal. Source: Saxe, McClelland & Ganguli
    (2014), Exact solutions to the nonlinear dynamics of learning; √2 is the gain that serves ReLU, and if `fitted` the
    activation's own is a further factor.
    """

    gain: float = number(1.0, above=0)
    fitted: bool = False

    @override
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        """Q, or its transpose where fan_out is the larger, times the gains."""
        tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out)))
        q, r = np.linalg.qr(tall)
        q *= self.gain * (gain if self.fitted else 1) * np.sign(np.diag(r))
        return q if fan_in >= fan_out else q.T


@dataclass(frozen=True)
class Uniform(Initializer):
    """U(−bound, bound), whatever the layer's width."""

    bound: float = number(0.05, above=0)

    @override
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        """Uniform with variance bound² / 3."""
        return rng.uniform(-self.bound, self.bound, (fan_in, fan_out))


@dataclass(frozen=True)
class Zeros(Initializer):
    """All weights 0: every unit of a layer stays equal to its neighbours. For linear models, and to show why not."""

    @override
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        return np.zeros((fan_in, fan_out))
