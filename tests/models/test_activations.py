"""Every activation: its derivative against finite differences, its promises against its values."""

from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels, named

LEVELS = levels("activation")
Z = np.linspace(-6, 6, 401)[np.newaxis, :, np.newaxis] + 0.0123  # no point at a kink


def forward(level, z: np.ndarray) -> np.ndarray:
    out = np.full_like(z, np.nan)
    level.build().forward(z.copy(), out)
    return out


def derivative(level, z: np.ndarray) -> np.ndarray:
    phi, kept, a, grad = level.build(), z.copy(), np.full_like(z, np.nan), np.ones_like(z)
    phi.forward(kept, a)
    phi.backward(kept, a, grad)
    return grad


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_the_derivative_is_that_of_the_function(level):
    step = 1e-6
    numeric = (forward(level, Z + step) - forward(level, Z - step)) / (2 * step)
    np.testing.assert_allclose(derivative(level, Z), numeric, atol=1e-8)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_the_curvature_is_the_derivative_of_the_derivative(level):
    step = 1e-6
    numeric = (derivative(level, Z + step) - derivative(level, Z - step)) / (2 * step)
    np.testing.assert_allclose(level.build().curvature(Z), numeric, atol=1e-8)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_numbers_are_safe_and_the_precision_stays(level, dtype):
    z = np.array([-1e4, -100, -1, 0, 1, 100, 1e4], dtype).reshape(1, -1, 1)
    with np.errstate(under="ignore"):  # exp(−10,000) is 0
        values, slopes = forward(level, z), derivative(level, z)
    assert values.dtype == slopes.dtype == dtype
    assert np.isfinite(values).all()
    assert np.isfinite(slopes).all()


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_one_to_one_is_what_it_says(level):
    values = forward(level, Z).ravel()
    assert (np.diff(values) > 0).all() == level.build().facts.one_to_one


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_its_facts_are_facts(level):
    facts = level.build().facts
    wide = np.linspace(-60, 60, 240_001)[np.newaxis, :, np.newaxis] + 1e-5
    values, slope = forward(level, wide).ravel(), derivative(level, wide).ravel()
    assert (np.diff(values) >= -1e-12).all() == facts.monotone
    assert (np.abs(values).max() < 2) == facts.bounded
    assert (slope.min(), slope.max()) == pytest.approx(facts.slopes, abs=1e-3)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_smooth_is_no_jump_of_value_or_slope(level):
    near = np.array([-1e-6, 1e-6]).reshape(1, 2, 1)
    jumps = [np.abs(np.diff(f(level, near).ravel())).item() for f in (forward, derivative)]
    assert (max(jumps) < 1e-5) == level.build().facts.smooth


def test_values_by_hand():
    z = np.array([-2.0, 0.0, 3.0]).reshape(1, 3, 1)
    expected = {
        "identity": [-2, 0, 3],
        "relu": [0, 0, 3],
        "leaky_relu": [-0.02, 0, 3],
        "sigmoid": [0.11920292202211755, 0.5, 0.9525741268224334],
        "softplus": [0.12692801104297263, 0.6931471805599453, 3.048587351573742],
        "tanh": [-0.9640275800758169, 0, 0.9950547536867305],
        "elu": [-0.8646647167633873, 0, 3],
        "selu": [-1.520166468595695, 0, 3.1521029620664414],
        "mish": [-0.2525014826957089, 0, 2.9865350049679575],
        "silu": [-0.23840584404423515, 0, 2.8577223804673],
        "gelu": [-0.04540230591222018, 0, 2.996362607918227],
        "sine": [-0.9092974268256817, 0, 0.1411200080598672],
        "heaviside": [0, 0, 1],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(forward(named("activation", name), z).ravel(), values, rtol=1e-12, atol=1e-15)


def test_leaky_relu_without_a_slope_is_relu_bit_for_bit():
    z = np.random.default_rng(0).normal(size=(2, 50, 3)).astype(np.float32)
    leaky, relu = named("activation", "leaky_relu").build(slope=0.0), named("activation", "relu").build()
    results = []
    for activation in (leaky, relu):
        kept, a, grad = z.copy(), np.empty_like(z), np.ones_like(z)
        activation.forward(kept, a)
        activation.backward(kept, a.copy(), grad)
        results.append((a, grad))
    for ours, theirs in zip(*results, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("slope", [-0.1, 1.0, float("nan")])
def test_a_slope_lies_between_0_and_1(slope):
    with pytest.raises(ValueError, match="slope must be at least 0 and below 1"):
        named("activation", "leaky_relu").build(slope=slope)
