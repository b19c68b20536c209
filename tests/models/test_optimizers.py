"""Optimizers against steps worked out in plain Python, and against each other where they must agree."""

from __future__ import annotations

from dataclasses import fields, replace
from math import sqrt

import numpy as np
import pytest
from registry import first_order, ids, named

from models.ranges import legal

LEVELS = first_order()
GRADS = (0.5, -2.0, 3.0, 0.25)
START = 1.0


def sgd(lr):
    theta = START
    for g in GRADS:
        theta -= lr * g
    return theta


def momentum(lr, momentum):
    theta, v = START, 0.0
    for g in GRADS:
        v = momentum * v + g
        theta -= lr * v
    return theta


def adagrad(lr, eps, initial_accumulator):
    theta, s = START, initial_accumulator
    for g in GRADS:
        s += g * g
        theta -= lr * g / (sqrt(s) + eps)
    return theta


def rmsprop(lr, decay, eps):
    theta, s = START, 0.0
    for g in GRADS:
        s = decay * s + (1 - decay) * g * g
        theta -= lr * g / (sqrt(s) + eps)
    return theta


def adam(lr, beta1, beta2, eps):
    theta, m, v = START, 0.0, 0.0
    for t, g in enumerate(GRADS, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        theta -= lr * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + eps)
    return theta


def nesterov(lr, momentum):
    theta, v = START, 0.0
    for g in GRADS:
        v = momentum * v + g
        theta -= lr * (g + momentum * v)
    return theta


def adadelta(lr, decay, eps):
    theta, s, d = START, 0.0, 0.0
    for g in GRADS:
        s = decay * s + (1 - decay) * g * g
        step = sqrt(d + eps) / sqrt(s + eps) * g
        d = decay * d + (1 - decay) * step * step
        theta -= lr * step
    return theta


def adamw(lr, beta1, beta2, eps, weight_decay):
    theta, m, v = START, 0.0, 0.0
    for t, g in enumerate(GRADS, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        theta -= lr * weight_decay * theta
        theta -= lr * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + eps)
    return theta


def amsgrad(lr, beta1, beta2, eps):
    theta, m, v, largest = START, 0.0, 0.0, 0.0
    for t, g in enumerate(GRADS, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        largest = max(largest, v)
        theta -= lr * (m / (1 - beta1**t)) / (sqrt(largest / (1 - beta2**t)) + eps)
    return theta


def lion(lr, beta1, beta2, weight_decay):
    theta, m = START, 0.0
    for g in GRADS:
        direction = beta1 * m + (1 - beta1) * g
        theta -= lr * ((direction > 0) - (direction < 0) + weight_decay * theta)
        m = beta2 * m + (1 - beta2) * g
    return theta


def nadam(lr, beta1, beta2, eps, momentum_decay):
    theta, m, v, product = START, 0.0, 0.0, 1.0
    for t, g in enumerate(GRADS, start=1):
        mu, after = (beta1 * (1 - 0.5 * 0.96 ** (momentum_decay * s)) for s in (t, t + 1))
        product *= mu
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        ahead = after * m / (1 - product * after) + (1 - mu) * g / (1 - product)
        theta -= lr * ahead / (sqrt(v / (1 - beta2**t)) + eps)
    return theta


def rprop(lr, eta_minus, eta_plus, delta_min, delta_max, grads=GRADS):
    theta, size, before = START, lr, 0.0
    for g in grads:
        if g * before > 0:
            size = min(size * eta_plus, delta_max)
        elif g * before < 0:
            size = max(size * eta_minus, delta_min)
            g = 0.0
        theta -= size * ((g > 0) - (g < 0))
        before = g
    return theta


BY_HAND = {
    "sgd": sgd, "momentum": momentum, "nesterov": nesterov, "adagrad": adagrad, "rmsprop": rmsprop, "rprop": rprop,
    "adadelta": adadelta, "adam": adam, "adamw": adamw, "amsgrad": amsgrad, "nadam": nadam, "lion": lion,
}  # fmt: skip


def steps(optimizer, grads, dtype=np.float64, shape=(1, 1), start=START, rates=None) -> np.ndarray:
    params = np.full(shape, start, dtype)
    state = optimizer.init(params)
    for g, rate in zip(grads, rates or [1.0] * len(grads), strict=True):
        optimizer.update(params, np.broadcast_to(np.asarray(g, dtype), shape).copy(), state, rate)
    return params


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_steps_by_hand(level):
    # Settings at which every term of the formula shows; β₂ small, so that AMSGrad's maximum is not the last v.
    changed = {"lr": 0.1, "eps": 0.3, "beta2": 0.5, "weight_decay": 0.2, "momentum_decay": 5.0}
    changed = {name: value for name, value in changed.items() if name in level.entries}
    optimizer = level.build(**changed)
    worked = BY_HAND[level.name](**{field.name: getattr(optimizer, field.name) for field in fields(optimizer)})
    assert steps(optimizer, GRADS).item() == pytest.approx(worked, rel=1e-12)


def test_adagrad_with_a_starting_accumulator_by_hand():
    optimizer = named("optimizer", "adagrad").build(lr=0.1, initial_accumulator=0.1)
    assert steps(optimizer, GRADS).item() == pytest.approx(adagrad(0.1, optimizer.eps, 0.1), rel=1e-12)


def test_the_step_sizes_of_rprop_by_hand():
    """They grow to one bound while the sign stays, shrink to the other where it turns, and a turn is no step."""
    optimizer = named("optimizer", "rprop").build(lr=0.1, delta_min=0.07, delta_max=0.15)
    # signs        + +    + (0.15)  − (0.075, no step)  −       +  (0.07, no step)  +
    grads = [0.5, 2.0, 1.0, 3.0, -1.0, -2.0, 4.0, 1.0]
    moved = 0.1 + 0.12 + 0.144 + 0.15 - 0.075 + 0.07
    assert steps(optimizer, grads).item() == pytest.approx(START - moved, rel=1e-12)
    assert rprop(0.1, 0.5, 1.2, 0.07, 0.15, grads) == pytest.approx(START - moved, rel=1e-12)


def test_a_gradient_of_0_leaves_the_step_size_of_rprop():
    optimizer = named("optimizer", "rprop").build(lr=0.1)
    assert steps(optimizer, [1.0, 0.0, 1.0, 1.0]).item() == pytest.approx(START - 0.1 - 0.1 - 0.12, rel=1e-12)


def test_the_bounds_of_rprop_are_in_order():
    with pytest.raises(ValueError, match="delta_min must be below delta_max"):
        named("optimizer", "rprop").build(delta_min=2.0, delta_max=1.0)


@pytest.mark.parametrize("level", [level for level in LEVELS if level.name != "rprop"], ids=ids)
def test_a_rate_multiplies_the_learning_rate(level):
    """A half, which is exact: bit for bit the same as half the learning rate."""
    grads = np.random.default_rng(3).normal(size=(20, 2, 7))
    usual, half = level.build(lr=0.125), level.build(lr=0.0625)
    ours = steps(usual, grads, np.float32, (2, 7), rates=[0.5] * 20)
    np.testing.assert_array_equal(ours, steps(half, grads, np.float32, (2, 7)))


def test_a_rate_scales_the_steps_of_rprop_and_not_its_step_sizes():
    optimizer = named("optimizer", "rprop").build(lr=0.1)
    rates = [1.0, 0.5, 0.25]
    assert steps(optimizer, [1.0, 1.0, 1.0], rates=rates).item() == pytest.approx(
        START - 0.1 - 0.5 * 0.12 - 0.25 * 0.144, rel=1e-12
    )


def test_the_first_step_of_adam_is_the_learning_rate():
    optimizer = named("optimizer", "adam").build(lr=0.01)
    assert steps(optimizer, [123.0]).item() == pytest.approx(START - 0.01)


def test_momentum_0_is_sgd_bit_for_bit():
    grads = np.random.default_rng(0).normal(size=(20, 2, 7))
    ours = steps(named("optimizer", "momentum").build(lr=0.03, momentum=0.0), grads, np.float32, (2, 7))
    np.testing.assert_array_equal(ours, steps(named("optimizer", "sgd").build(lr=0.03), grads, np.float32, (2, 7)))


def test_nesterov_without_momentum_is_sgd_and_adamw_without_decay_is_adam_bit_for_bit():
    grads = np.random.default_rng(2).normal(size=(20, 2, 7))
    for ours, theirs in (
        (named("optimizer", "nesterov").build(lr=0.03, momentum=0.0), named("optimizer", "sgd").build(lr=0.03)),
        (named("optimizer", "adamw").build(weight_decay=0.0), named("optimizer", "adam").build()),
    ):
        left, right = (steps(optimizer, grads, np.float32, (2, 7)) for optimizer in (ours, theirs))
        np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_a_hyperparameter_per_replica_is_the_same_as_one_at_a_time(level):
    """Every hyperparameter as (R, 1), in float32: each replica ends as it does alone, bit for bit."""
    grads = np.random.default_rng(1).normal(size=(30, 3, 11))
    default = level.build()
    lowest = {name: max(space.least, space.above) for name, space in legal(level.cls).items()}
    assert set(lowest) == {field.name for field in fields(default)}
    values = {k: low + (getattr(default, k) - low) * np.array([1.0, 0.7, 0.3]) for k, low in lowest.items()}
    together = steps(replace(default, **{k: v[:, None] for k, v in values.items()}), grads, np.float32, (3, 11))
    for place in range(3):
        one = replace(default, **{k: float(v[place]) for k, v in values.items()})
        alone = steps(one, grads[:, place : place + 1], np.float32, (1, 11))
        np.testing.assert_array_equal(together[place], alone[0])


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_the_order_of_replicas_does_not_matter(level):
    """Bit for bit, in float32, each with a learning rate of its own."""
    rng = np.random.default_rng(4)
    grads, order, lr = rng.normal(size=(30, 5, 11)), rng.permutation(5), np.linspace(0.001, 0.1, 5)[:, None]
    usual = steps(level.build(lr=lr), grads, np.float32, (5, 11))
    permuted = steps(level.build(lr=lr[order]), grads[:, order], np.float32, (5, 11))
    np.testing.assert_array_equal(permuted, usual[order])


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_float32_stays_float32(level):
    optimizer = level.build()
    params = np.ones((2, 3), np.float32)
    state = optimizer.init(params)
    optimizer.update(params, np.ones((2, 3), np.float32), state)
    arrays = {name: value for name, value in vars(state).items() if isinstance(value, np.ndarray)}
    assert {"scratch", "column"} <= set(arrays)
    assert params.dtype == np.float32
    assert all(array.dtype == np.float32 for array in arrays.values())


@pytest.mark.parametrize("level", LEVELS, ids=ids)
@np.errstate(under="ignore")  # gradients, and NAdam's product of momenta, end at 0
def test_a_bowl_is_descended(level):
    optimizer = level.build(lr=level.entries["search"]["lr"]["high"] / 10)
    params = np.array([[3.0, -2.0]])
    state = optimizer.init(params)
    for _ in range(1000):
        optimizer.update(params, 2 * params, state)
    assert np.abs(params).max() < 2.5


@pytest.mark.parametrize("level", LEVELS, ids=ids)
@pytest.mark.parametrize("lr", [0.0, -1.0, float("nan"), float("inf")])
def test_a_learning_rate_is_positive_and_finite(level, lr):
    with pytest.raises(ValueError, match="lr must be above 0"):
        level.build(lr=lr)
    with pytest.raises(ValueError, match="lr must be above 0"):
        level.build(lr=np.array([[0.1], [lr]]))
