"""A network without an activation, computed as one matrix."""

from __future__ import annotations

import numpy as np
import pytest
from cells import cell
from registry import named

from harness.errors import BadWord
from harness.training.compatibility import sizes
from models.collapsed import Collapsed
from models.mlp import MLP, Architecture

IDENTITY = named("activation", "identity").build()


def networks(hidden, repeats=1, replicas=2, init="he") -> tuple[MLP, MLP]:
    """The same weights and biases, once layer by layer and once as a product."""
    rngs = [[np.random.default_rng(r) for r in range(replicas)] for _ in range(2)]
    both = [cls(hidden, repeats).build(3, 4, IDENTITY, replicas, "float64") for cls in (Architecture, Collapsed)]
    for net, own in zip(both, rngs, strict=True):
        net.initialize(named("init", init).build(), own)
        net.params += 0.01
    return both[0], both[1]


@pytest.mark.parametrize(("hidden", "repeats"), [([], 1), ([5], 1), ([5, 7], 3)])
def test_it_computes_what_the_layers_compute_and_their_gradient(hidden, repeats):
    layers, product = networks(hidden, repeats)
    rng = np.random.default_rng(7)
    x, grad = rng.normal(size=(2, 6, 3)), rng.normal(size=(2, 6, 4))
    np.testing.assert_allclose(product.forward(x), layers.forward(x), rtol=1e-11)
    for net in (layers, product):
        net.backward(x, grad)
    assert np.abs(layers.grads).min() > 0
    np.testing.assert_allclose(product.grads, layers.grads, rtol=1e-9, atol=1e-12)


def test_its_numbers_by_hand():
    """x = 2, W₁ = 3, b₁ = 1, W₂ = 5, b₂ = −1: A = 15, c = 4, z = 34; ∂z/∂W₁ = 10, ∂b₁ = 5, ∂W₂ = 7, ∂b₂ = 1."""
    net = Collapsed([1]).build(1, 1, IDENTITY, 1, "float64")
    net.params[0] = [3, 1, 5, -1]
    x = np.array([[[2.0]]])
    assert net.forward(x).item() == 34
    net.backward(x, np.array([[[1.0]]]))
    assert net.grads[0].tolist() == [10, 5, 7, 1]


def test_with_an_activation_there_is_no_such_matrix():
    one = cell("model=collapsed")
    with pytest.raises(BadWord, match="model=collapsed: only layers without an activation are one matrix"):
        sizes(one, one.dataset.load())
    with pytest.raises(ValueError, match="activation=identity"):
        Collapsed([3]).build(3, 2, named("activation", "relu").build(), 1, "float32")


def test_repeats_make_it_deeper():
    assert Architecture([3, 2], repeats=2).widths == (3, 2, 3, 2)
    assert cell("model.hidden=[8]", "model.repeats=3").model.build(2, 2, IDENTITY, 1, "float32").sizes == (
        2,
        8,
        8,
        8,
        2,
    )
    with pytest.raises(BadWord, match="repeats must be at least 1, not 0"):
        cell("model.repeats=0")
