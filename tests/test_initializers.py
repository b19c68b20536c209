"""Initial weights have the distribution that their formula promises."""

from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels, named

from models.mlp import Architecture


@pytest.mark.parametrize(
    ("name", "variance"),
    [("he", 2 / 300), ("glorot", 2 / 500), ("lecun", 1 / 300), ("uniform", 0.05**2 / 3), ("zeros", 0.0)],
)
def test_initial_weights_have_the_variance_of_their_formula(name, variance):
    rng = np.random.default_rng(0)
    weights = named("init", name).build().draw(rng, 300, 200)
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
    first, again, other = (level.build().draw(np.random.default_rng(seed), 4, 6) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any() == bool(first.any())


@pytest.mark.parametrize("shape", [(8, 5), (5, 8), (6, 6)])
def test_orthogonal_weights_are_orthonormal_times_the_gain(shape):
    weights = named("init", "orthogonal").build(gain=1.5).draw(np.random.default_rng(0), *shape)
    assert weights.shape == shape
    product = weights.T @ weights if shape[0] >= shape[1] else weights @ weights.T
    np.testing.assert_allclose(product, 1.5**2 * np.eye(min(shape)), atol=1e-12)


@pytest.mark.parametrize(("name", "field"), [("orthogonal", "gain"), ("uniform", "bound")])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_a_scale_is_positive_and_finite(name, field, value):
    with pytest.raises(ValueError, match=f"{field} must be above 0"):
        named("init", name).build(**{field: value})
