"""Initial weights have the distribution that their formula promises."""

from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels, named

from models.initializers import gain_of
from models.mlp import Architecture


@pytest.mark.parametrize(
    ("name", "variance"),
    [("he", 2 / 300), ("glorot", 2 / 500), ("lecun", 1 / 300), ("uniform", 0.05**2 / 3), ("zeros", 0.0)],
)
def test_initial_weights_have_the_variance_of_their_formula(name, variance):
    rng = np.random.default_rng(0)
    weights = named("init", name).build().draw(rng, 300, 200, 1.0)
    assert weights.shape == (300, 200)
    assert weights.mean() == pytest.approx(0, abs=4 * np.sqrt(variance / weights.size))
    assert weights.var() == pytest.approx(variance, rel=0.02)


def test_initial_weights_belong_to_the_replica_and_biases_are_0():
    init = named("init", "glorot").build()
    net = Architecture([5]).build(3, 2, named("activation", "relu").build(), 3, "float32")
    net.initialize(init, [np.random.default_rng(s) for s in (7, 8, 7)])
    np.testing.assert_array_equal(net.params[0], net.params[2])
    assert (net.layers[0].weight[0] != net.layers[0].weight[1]).all()
    assert not net.layers[0].bias.any()


@pytest.mark.parametrize("level", levels("init"), ids=ids)
def test_a_seed_gives_the_same_weights_twice(level):
    first, again, other = (level.build().draw(np.random.default_rng(seed), 4, 6, 1.0) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any() == bool(first.any())


@pytest.mark.parametrize("shape", [(8, 5), (5, 8), (6, 6)])
def test_orthogonal_weights_are_orthonormal_times_the_gain(shape):
    weights = named("init", "orthogonal").build(gain=1.5).draw(np.random.default_rng(0), *shape, 1.0)
    assert weights.shape == shape
    product = weights.T @ weights if shape[0] >= shape[1] else weights @ weights.T
    np.testing.assert_allclose(product, 1.5**2 * np.eye(min(shape)), atol=1e-12)


@pytest.mark.parametrize(("name", "field"), [("orthogonal", "gain"), ("uniform", "bound")])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_a_scale_is_positive_and_finite(name, field, value):
    with pytest.raises(ValueError, match=f"{field} must be above 0"):
        named("init", name).build(**{field: value})


@pytest.mark.parametrize(
    ("name", "gain"),
    [("identity", 1), ("relu", 2**0.5), ("leaky_relu", (2 / (1 + 0.01**2)) ** 0.5), ("heaviside", 2**0.5), ("selu", 1),
     ("sine", (2 / (1 - np.exp(-2))) ** 0.5)],
)  # fmt: skip
def test_the_gain_of_an_activation_by_its_integral(name, gain):
    """E[max(z, 0)²] = 1/2, E[sin²z] = (1 − e⁻²)/2, and SELU's constants are made for 1."""
    assert gain_of(named("activation", name).build()) == pytest.approx(gain, abs=1e-3 if name == "heaviside" else 1e-6)


@pytest.mark.parametrize("init", ["he", "glorot", "orthogonal"])
@pytest.mark.parametrize("name", ["tanh", "softplus", "mish"])
def test_fitted_weights_are_larger_by_the_gain(init, name):
    gain = gain_of(named("activation", name).build())
    fitted, plain = (
        named("init", init).build(fitted=fitted).draw(np.random.default_rng(0), 30, 20, gain)
        for fitted in (True, False)
    )
    published = 2**0.5 if init == "he" else 1
    np.testing.assert_allclose(fitted, plain * gain / published, rtol=1e-10)


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "tanh", "gelu", "softplus"])
def test_fitted_weights_keep_the_size_of_what_passes_through(name):
    """Mean square of a layer's inputs to φ, from the second layer to the tenth: about the same."""
    net = Architecture([300] * 10).build(300, 2, named("activation", name).build(), 1, "float64")
    net.initialize(named("init", "he").build(fitted=True), [np.random.default_rng(1)])
    a, sizes = np.random.default_rng(0).normal(size=(1, 50, 300)) / gain_of(net.activation), []
    for layer in net.layers[:-1]:
        z = a @ layer.weight
        sizes.append(np.square(z).mean())
        a = np.empty_like(z)
        net.activation.forward(z, a)
    assert 0.5 < sizes[-1] / sizes[0] < 2
