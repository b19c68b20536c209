"""Networks without an activation, computed as the one matrix that they are: the same weights, the same gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.activations import Activation, Identity
from models.mlp import MLP, Architecture, class_by_class


@dataclass(frozen=True)
class Collapsed(Architecture):
    """An architecture whose networks multiply their matrices first, and see the examples last."""

    @override
    def check(self, activation: Activation) -> None:
        """A ValueError unless φ(z) = z: with any other activation there is no such matrix."""
        if not isinstance(activation, Identity):
            raise ValueError("only layers without an activation are one matrix; activation=identity")

    @override
    def build(self, inputs: int, outputs: int, activation: Activation, replicas: int, dtype: str) -> MLP:
        self.check(activation)
        return Product((inputs, *self.widths, outputs), activation, replicas, np.dtype(dtype))


class Product(MLP):
    """z = x A + c with A = W₁ W₂ … W_L, and c what the network makes of x = 0: an MLP without φ, computed otherwise.

    Examples meet A and c only. With M_k = [A_k; c_k] (R, D + 1, H), the map of the first k layers, its bias below:

        M_k = M_{k−1} W_k, and b_k added to its last row
        T_L = [xᵀ δ; Σ_b δ] for δ = ∂L/∂z (R, B, C),  ∂L/∂W_k = M_{k−1}ᵀ T_k,  ∂L/∂b_k = the last row of T_k,
        T_{k−1} = T_k W_kᵀ

    because layer k sees x A_{k−1} + c_{k−1}. In exact numbers these are the gradients of the MLP with the same params.
    """

    def __init__(self, sizes: Sequence[int], activation: Activation, replicas: int, dtype: np.dtype) -> None:
        super().__init__(sizes, activation, replicas, dtype)
        inputs = self.sizes[0]
        self._maps = [np.zeros((replicas, inputs + 1, width), dtype) for width in self.sizes]  # M_0 … M_L
        self._maps[0][:, :inputs] = np.eye(inputs)
        self._logits: dict[int, np.ndarray] = {}

    @override
    def forward(self, x: np.ndarray) -> np.ndarray:
        for depth, layer in enumerate(self.layers):
            above = np.matmul(self._maps[depth], layer.weight, out=self._maps[depth + 1])
            above[:, -1:] += layer.bias
        batch = x.shape[1]
        if batch not in self._logits:
            self._logits[batch] = class_by_class(self.replicas, batch, self.sizes[-1], self.params.dtype)
        whole = self._maps[-1]
        logits = np.matmul(x, whole[:, :-1], out=self._logits[batch])
        logits += whole[:, -1:]
        return logits

    @override
    def backward(self, x: np.ndarray, grad: np.ndarray) -> None:
        t = np.concatenate([x.swapaxes(1, 2) @ grad, grad.sum(axis=1, keepdims=True)], axis=1)
        for depth in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[depth]
            np.matmul(self._maps[depth].swapaxes(1, 2), t, out=layer.weight_grad)
            layer.bias_grad[...] = t[:, -1:]
            t = t @ layer.weight.swapaxes(1, 2)
