"""Optimizers against steps worked out in plain Python, and against each other where they must agree."""

from __future__ import annotations

from dataclasses import fields, replace
from math import sqrt

import numpy as np
import pytest
from registry import ids, levels, named

LEVELS = levels("optimizer")
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


BY_HAND = {
    "sgd": sgd, "momentum": momentum, "nesterov": nesterov, "adagrad": adagrad, "rmsprop": rmsprop,
    "adadelta": adadelta, "adam": adam, "adamw": adamw, "amsgrad": amsgrad, "lion": lion,
}  # fmt: skip


def steps(optimizer, grads, dtype=np.float64, shape=(1, 1), start=START) -> np.ndarray:
    params = np.full(shape, start, dtype)
    state = optimizer.init(params)
    for g in grads:
        optimizer.update(params, np.broadcast_to(np.asarray(g, dtype), shape).copy(), state)
    return params


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_steps_by_hand(level):
    # Settings at which every term of the formula shows; β₂ small, so that AMSGrad's maximum is not the last v.
    changed = {"lr": 0.1, "eps": 0.3, "beta2": 0.5, "weight_decay": 0.2}
    changed = {name: value for name, value in changed.items() if name in level.entries}
    optimizer = level.build(**changed)
    worked = BY_HAND[level.name](**{field.name: getattr(optimizer, field.name) for field in fields(optimizer)})
    assert steps(optimizer, GRADS).item() == pytest.approx(worked, rel=1e-12)


def test_adagrad_with_a_starting_accumulator_by_hand():
    optimizer = named("optimizer", "adagrad").build(lr=0.1, initial_accumulator=0.1)
    assert steps(optimizer, GRADS).item() == pytest.approx(adagrad(0.1, optimizer.eps, 0.1), rel=1e-12)


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
    values = {f.name: getattr(default, f.name) * np.array([1.0, 0.7, 0.3]) for f in fields(default)}
    together = steps(replace(default, **{k: v[:, None] for k, v in values.items()}), grads, np.float32, (3, 11))
    for place in range(3):
        one = replace(default, **{k: float(v[place]) for k, v in values.items()})
        alone = steps(one, grads[:, place : place + 1], np.float32, (1, 11))
        np.testing.assert_array_equal(together[place], alone[0])


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_float32_stays_float32(level):
    optimizer = level.build()
    params = np.ones((2, 3), np.float32)
    state = optimizer.init(params)
    optimizer.update(params, np.ones((2, 3), np.float32), state)
    assert params.dtype == state.scratch.dtype == np.float32
    assert all(moment.dtype == np.float32 for moment in state.moments)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
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
