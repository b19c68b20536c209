"""Optimizer, schedule, clipping and decay together: their order, their replicas, their memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from given import GivenGradient
from registry import first_order, ids, named

from models.update import UpdateRule

OPTIMIZERS = first_order()
STEPS = 30


def rule(optimizer, schedule="constant", clipping="none", decay="none", steps=STEPS) -> UpdateRule:
    surroundings = (named(group, name).build() for group, name in
                    (("schedule", schedule), ("clipping", clipping), ("decay", decay)))  # fmt: skip
    return UpdateRule(optimizer, *surroundings, steps)


def trained(ours: UpdateRule, grads: np.ndarray) -> np.ndarray:
    """Parameters after the steps `grads` (T, R, P), in float32."""
    params = np.random.default_rng(9).normal(size=grads.shape[-1]) * np.ones(grads.shape[1:])
    params = params.astype(np.float32)
    state = ours.init(params)
    for g in grads:
        ours.step(GivenGradient(params, g.astype(np.float32)), state)
    assert params.dtype == np.float32
    return params


def test_the_order_by_hand():
    """θ = (2, 0), g = (3, 4): clipped to norm 1, then 0.1 θ added, then a step of 0.5 · rate."""
    ours = UpdateRule(
        named("optimizer", "sgd").build(lr=0.5),
        named("schedule", "step").build(factor=0.25, drops=[0.5]),
        named("clipping", "norm").build(max_norm=1.0),
        named("decay", "l2").build(weight_decay=0.1),
        steps=2,
    )
    params = np.array([[2.0, 0.0]])
    state = ours.init(params)
    ours.step(GivenGradient(params, np.array([[3.0, 4.0]])), state)
    np.testing.assert_allclose(params, [[2 - 0.5 * (0.6 + 0.2), -0.5 * 0.8]], rtol=1e-6)
    params[...] = [[2.0, 0.0]]
    ours.step(GivenGradient(params, np.array([[3.0, 4.0]])), state)
    np.testing.assert_allclose(params, [[2 - 0.125 * (0.6 + 0.2), -0.125 * 0.8]], rtol=1e-6)


def test_decoupled_decay_takes_the_rate_of_the_schedule():
    ours = UpdateRule(
        named("optimizer", "sgd").build(lr=0.5),
        named("schedule", "step").build(factor=0.25, drops=[0.5]),
        named("clipping", "none").build(),
        named("decay", "decoupled").build(weight_decay=0.4),
        steps=2,
    )
    params = np.array([[2.0]])
    state = ours.init(params)
    ours.step(GivenGradient(params, np.array([[1.0]])), state)
    assert params.item() == pytest.approx(2 * (1 - 0.5 * 0.4) - 0.5)
    params[...] = 2.0
    ours.step(GivenGradient(params, np.array([[1.0]])), state)
    assert params.item() == pytest.approx(2 * (1 - 0.125 * 0.4) - 0.125)


def test_adam_with_decoupled_decay_is_adamw_bit_for_bit():
    grads = np.random.default_rng(0).normal(size=(STEPS, 3, 7))
    lr = np.array([[0.1], [0.01], [0.003]])
    for schedule in ("constant", "cosine", "warm_up"):
        ours = trained(rule(named("optimizer", "adam").build(lr=lr), schedule, decay="decoupled"), grads)
        theirs = trained(rule(named("optimizer", "adamw").build(lr=lr, weight_decay=0.01), schedule), grads)
        np.testing.assert_array_equal(ours, theirs)
        assert (ours != trained(rule(named("optimizer", "adam").build(lr=lr), schedule), grads)).any()


@pytest.mark.parametrize("level", OPTIMIZERS, ids=ids)
def test_with_nothing_around_it_an_optimizer_is_itself_bit_for_bit(level):
    grads = np.random.default_rng(0).normal(size=(STEPS, 2, 7)).astype(np.float32)
    optimizer = level.build()
    params = np.random.default_rng(9).normal(size=7) * np.ones((2, 7))
    params = params.astype(np.float32)
    state = optimizer.init(params)
    for g in grads:
        optimizer.update(params, g.copy(), state)
    np.testing.assert_array_equal(trained(rule(optimizer), grads), params)


SURROUNDINGS = [
    ("cosine", "norm", "l2"), ("warm_up_cosine", "norm", "decoupled"), ("step", "value", "l2"),
    ("warm_up", "value", "decoupled"),
]  # fmt: skip


@pytest.mark.parametrize("around", SURROUNDINGS, ids="-".join)
@pytest.mark.parametrize("level", OPTIMIZERS, ids=ids)
def test_a_replica_in_a_stack_equals_the_same_replica_alone_in_any_order(level, around):
    """Bit for bit, in float32, each with a learning rate of its own, though one of them has lost its numbers."""
    rng = np.random.default_rng(1)
    grads, lr = rng.normal(size=(STEPS, 4, 33)), np.array([[0.1], [0.03], [0.01], [0.001]])
    grads[3, 1, 5] = np.nan
    together = trained(rule(level.build(lr=lr), *around), grads)
    assert np.isnan(together[1]).any()
    for place in (0, 2, 3):
        alone = trained(rule(level.build(lr=lr[place].item()), *around), grads[:, place : place + 1])
        np.testing.assert_array_equal(alone[0], together[place])
        assert np.isfinite(alone).all()
    order = np.array([2, 0, 3, 1])
    np.testing.assert_array_equal(trained(rule(level.build(lr=lr[order]), *around), grads[:, order]), together[order])


@pytest.mark.parametrize("around", [("constant", "none", "none"), *SURROUNDINGS], ids="-".join)
@pytest.mark.parametrize("level", OPTIMIZERS, ids=ids)
def test_an_update_allocates_nothing_that_grows(level, around):
    """4 KiB at most, at 2 replicas of 50 parameters as at 32 of 50,000, with a learning rate for each."""
    for replicas, count in ((2, 50), (32, 50_000)):
        ours = rule(level.build(lr=np.full((replicas, 1), 0.01)), *around)
        params, grads = np.ones((2, replicas, count), np.float32)
        state = ours.init(params)
        ours.step(GivenGradient(params, grads), state)
        tracemalloc.start()
        ours.step(GivenGradient(params, grads), state)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4096
