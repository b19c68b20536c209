"""The multi-layer perceptron: R networks of one shape at once, by explicit forward and backward passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.activations import Activation
from models.initializers import Initializer


@dataclass(frozen=True)
class Architecture:
    """What a configuration says of a network: the widths of its hidden layers. None of them: a linear model."""

    hidden: list[int]

    def __post_init__(self) -> None:
        if any(width < 1 for width in self.hidden):
            raise ValueError(f"hidden widths must be at least 1, not {list(self.hidden)}")

    def build(self, inputs: int, outputs: int, activation: Activation, replicas: int, dtype: str) -> MLP:
        """A network for D = `inputs` and C = `outputs`, not yet initialized."""
        return MLP((inputs, *self.hidden, outputs), activation, replicas, np.dtype(dtype))


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
    """What one pass over a batch of B examples writes, a list entry per layer, each (R, B, H)."""

    z: list[np.ndarray]
    a: list[np.ndarray]
    grad: list[np.ndarray]


class MLP:
    """R fully connected networks: z₁ = x W₁ + b₁, a₁ = φ(z₁), …; the last z are the logits.

    params, grads   (R, P), C-contiguous; `layers` are named views into them
    All buffers are allocated once: a step allocates nothing for parameters, and a batch of a new size once.
    """

    def __init__(self, sizes: Sequence[int], activation: Activation, replicas: int, dtype: np.dtype) -> None:
        self.sizes = tuple(sizes)
        self.activation = activation
        shapes = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        count = sum((fan_in + 1) * fan_out for fan_in, fan_out in shapes)
        self.params = np.zeros((replicas, count), dtype)
        self.grads = np.zeros((replicas, count), dtype)
        self.layers: list[Layer] = []
        start = 0
        for fan_in, fan_out in shapes:
            middle, end = start + fan_in * fan_out, start + (fan_in + 1) * fan_out
            weight, weight_grad = (
                buffer[:, start:middle].reshape(replicas, fan_in, fan_out) for buffer in (self.params, self.grads)
            )
            bias, bias_grad = (
                buffer[:, middle:end].reshape(replicas, 1, fan_out) for buffer in (self.params, self.grads)
            )
            self.layers.append(Layer(weight, bias, weight_grad, bias_grad))
            start = end
        self._workspaces: dict[int, Workspace] = {}

    @property
    def replicas(self) -> int:
        """R."""
        return self.params.shape[0]

    def initialize(self, initializer: Initializer, rngs: Sequence[np.random.Generator]) -> None:
        """Draw every replica's weights from its own generator in `rngs` (R of them); biases become 0."""
        for layer in self.layers:
            _, fan_in, fan_out = layer.weight.shape
            for replica, rng in enumerate(rngs):
                layer.weight[replica] = initializer.draw(rng, fan_in, fan_out)
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
        """Fill `grads` from `grad` = ∂L/∂logits (R, B, C), after `forward(x)`; uses `grad` as scratch.

        Per layer, from the last to the first, with δ = ∂L/∂z and a the layer's input:
        ∂L/∂W = aᵀ δ,  ∂L/∂b = Σ_b δ,  ∂L/∂a = δ Wᵀ,  and through φ: δ = ∂L/∂a · φ′(z).
        """
        space = self._workspace(x.shape[1])
        delta = grad
        for depth in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[depth]
            below = space.a[depth - 1] if depth else x
            np.matmul(below.swapaxes(1, 2), delta, out=layer.weight_grad)
            np.sum(delta, axis=1, keepdims=True, out=layer.bias_grad)
            if depth:  # nobody asks for the gradient of the inputs
                lower = np.matmul(delta, layer.weight.swapaxes(1, 2), out=space.grad[depth - 1])
                self.activation.backward(space.z[depth - 1], space.a[depth - 1], lower)
                delta = lower

    def _workspace(self, batch: int) -> Workspace:
        if batch not in self._workspaces:
            widths = self.sizes[1:]
            z, a, grad = (
                [np.empty((self.replicas, batch, width), self.params.dtype) for width in widths] for _ in range(3)
            )
            self._workspaces[batch] = Workspace(z, a, grad)
        return self._workspaces[batch]
