"""The multi-layer perceptron: R networks of one shape at once, by explicit forward and backward passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from models.activations import Activation
from models.initializers import Initializer, gain_of
from models.ranges import Checked, number, within


@dataclass(frozen=True)
class Architecture(Checked):
    """What a configuration says of a network.

    hidden          the widths of its hidden layers; none of them: a linear model
    repeats         how many times those layers stand one behind the other: how deep it is
    single_output   two classes share one output, which says how much it is the second; without, each has its own
    """

    hidden: list[int] = field(metadata=within(least=1, called="hidden widths"))
    repeats: int = number(1, least=1)
    single_output: bool = False

    @property
    def widths(self) -> tuple[int, ...]:
        """The width of every hidden layer."""
        return tuple(self.hidden) * self.repeats

    def check(self, activation: Activation) -> None:
        """A ValueError if its networks cannot have this `activation`; they can have any."""

    def outputs(self, classes: int) -> int:
        """C for so many classes; 1 for a regression, which has none."""
        return 1 if classes == 0 or (classes == 2 and self.single_output) else classes

    def build(self, inputs: int, outputs: int, activation: Activation, replicas: int, dtype: str) -> MLP:
        """A network for D = `inputs` and C = `outputs`, not yet initialized."""
        return MLP((inputs, *self.widths, outputs), activation, replicas, np.dtype(dtype))


@dataclass(frozen=True)
class Layer:
    """One affine map z = x W + b: views into the network's two buffers.

    weight, weight_grad (R, D, H);  bias, bias_grad (R, 1, H)
    """

    weight: np.ndarray
    bias: np.ndarray
    weight_grad: np.ndarray
    bias_grad: np.ndarray


@dataclass(frozen=True)
class Workspace:
    """What one pass over a batch of B examples writes, a list entry per layer, each (R, B, H).

    The logits (R, B, C) are stored class by class, (C, R, B): losses reduce over classes, which is several times faster
    over long rows of equal class than over a few neighbours. The products do not mind.
    """

    z: list[np.ndarray]
    a: list[np.ndarray]
    grad: list[np.ndarray]
    ones: np.ndarray

    @classmethod
    def of(cls, replicas: int, batch: int, widths: Sequence[int], dtype: np.dtype) -> Workspace:
        """Buffers for layers of such widths; `ones` (1, B) sums over the batch by a product."""
        *hidden, outputs = widths
        z, a, grad = ([np.empty((replicas, batch, width), dtype) for width in hidden] for _ in range(3))
        z.append(class_by_class(replicas, batch, outputs, dtype))
        return cls(z, a, grad, np.ones((1, batch), dtype))


def class_by_class(replicas: int, batch: int, outputs: int, dtype: np.dtype) -> np.ndarray:
    """An empty (R, B, C) whose memory holds class after class, (C, R, B)."""
    return np.empty((outputs, replicas, batch), dtype).transpose(1, 2, 0)


class MLP:
    """R fully connected networks: z₁ = x W₁ + b₁, a₁ = φ(z₁), …; the last z are the logits.

    params, grads   (R, P), C-contiguous; `layers` are named views into them
    All buffers are allocated once: a step allocates nothing for parameters, and a batch of a new size once.
    """

    def __init__(self, sizes: Sequence[int], activation: Activation, replicas: int, dtype: np.dtype) -> None:
        self.sizes = tuple(sizes)
        self.activation = activation
        self.params = np.zeros((replicas, parameter_count(self.sizes)), dtype)
        self.grads = np.zeros_like(self.params)
        self.layers = [
            Layer(weight, bias, weight_grad, bias_grad)
            for (weight, bias), (weight_grad, bias_grad) in zip(
                affine_maps(self.sizes, self.params), affine_maps(self.sizes, self.grads), strict=True
            )
        ]
        self._workspaces: dict[int, Workspace] = {}

    @property
    def replicas(self) -> int:
        """R."""
        return self.params.shape[0]

    @property
    def named(self) -> dict[str, np.ndarray]:
        """Every parameter array by its name, views: `layer1.weight` (R, D, H), `layer1.bias` (R, 1, H), `layer2.…`."""
        return {
            f"layer{depth}.{name}": getattr(layer, name)
            for depth, layer in enumerate(self.layers, start=1)
            for name in ("weight", "bias")
        }

    def initialize(self, initializer: Initializer, rngs: Sequence[np.random.Generator]) -> None:
        """Draw every replica's weights from its own generator in `rngs` (R of them); biases become 0."""
        gain = gain_of(self.activation)
        for layer in self.layers:
            _, fan_in, fan_out = layer.weight.shape
            for replica, rng in enumerate(rngs):
                layer.weight[replica] = initializer.draw(rng, fan_in, fan_out, gain)
            layer.bias[...] = 0

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Logits (R, B, C) of the inputs `x` (R, B, D): a view into the workspace, valid until the next pass."""
        space = self._workspace(x.shape[1])
        below = x
        for depth, layer in enumerate(self.layers):
            z = np.matmul(below, layer.weight, out=space.z[depth])
            z += layer.bias
            if depth < len(self.layers) - 1:
                self.activation.forward(z, space.a[depth])
                below = space.a[depth]
        return space.z[-1]

    def backward(self, x: np.ndarray, grad: np.ndarray) -> None:
        """Fill `grads` from `grad` = ∂L/∂logits (R, B, C), after `forward(x)`.

        Per layer, from the last to the first, with δ = ∂L/∂z and a the layer's input:
        ∂L/∂W = aᵀ δ,  ∂L/∂b = Σ_b δ,  ∂L/∂a = δ Wᵀ,  and through φ: δ = ∂L/∂a · φ′(z).
        """
        space = self._workspace(x.shape[1])
        delta = grad
        for depth in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[depth]
            below = space.a[depth - 1] if depth else x
            np.matmul(below.swapaxes(1, 2), delta, out=layer.weight_grad)
            np.matmul(space.ones, delta, out=layer.bias_grad)
            if depth:  # nobody asks for the gradient of the inputs
                lower = np.matmul(delta, layer.weight.swapaxes(1, 2), out=space.grad[depth - 1])
                self.activation.backward(space.z[depth - 1], space.a[depth - 1], lower)
                delta = lower

    def _workspace(self, batch: int) -> Workspace:
        if batch not in self._workspaces:
            self._workspaces[batch] = Workspace.of(self.replicas, batch, self.sizes[1:], self.params.dtype)
        return self._workspaces[batch]


def parameter_count(sizes: Sequence[int]) -> int:
    """P: Σ (fan_in + 1) · fan_out over the layers between `sizes`."""
    return sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(sizes))


def affine_maps(sizes: Sequence[int], flat: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weight (R, D, H) and bias (R, 1, H) of every layer between `sizes`, one behind the other: views into (R, P)."""
    maps, start = [], 0
    for fan_in, fan_out in pairwise(sizes):
        middle, end = start + fan_in * fan_out, start + (fan_in + 1) * fan_out
        maps.append((flat[:, start:middle].reshape(-1, fan_in, fan_out), flat[:, middle:end].reshape(-1, 1, fan_out)))
        start = end
    return maps
