"""Second-order optimizers: one step on a quadratic, the same minimum as SciPy, replicas alone and together, limits."""

from __future__ import annotations

import numpy as np
import pytest
from cells import cell
from networks import network
from registry import ids, levels, named
from scipy.optimize import minimize

from harness.errors import BadWord
from harness.sampling.replicas import Replicas
from harness.training.compatibility import sizes
from harness.training.train import train
from models.losses import CrossEntropy, LeastSquares
from models.objective import Batch, Objective
from models.optimizers import FirstOrder

LEVELS = [level for level in levels("optimizer") if not issubclass(level.cls, FirstOrder)]
MATRICES = [level for level in LEVELS if level.name != "lbfgs"]


def on_a_line(dtype="float64", replicas=2) -> Batch:
    """Least squares of a linear model: a quadratic."""
    rng = np.random.default_rng(0)
    net = network([], named("activation", "tanh").build(), replicas, outputs=1, dtype=dtype)
    x, y = rng.normal(size=(replicas, 30, 3)), rng.normal(size=(replicas, 30, 1))
    return Objective(net, LeastSquares()).on(x.astype(dtype), y.astype(dtype))


def on_a_network(dtype="float64", replicas=3) -> Batch:
    rng = np.random.default_rng(0)
    net = network([5], named("activation", "tanh").build(), replicas, dtype=dtype)
    x, targets = rng.normal(size=(replicas, 30, 3)), np.eye(4)[rng.integers(0, 4, (replicas, 30))]
    return Objective(net, CrossEntropy()).on(x.astype(dtype), targets.astype(dtype))


def steps(optimizer, batch: Batch, count: int) -> list[np.ndarray]:
    """L (R,) before each step and after the last."""
    state, values = optimizer.init(batch.params), []
    for _ in range(count):
        values.append(batch.gradient().copy())
        optimizer.step(batch, values[-1], state, 1.0)
    return [*values, batch.value()[0].copy()]


@pytest.mark.parametrize("level", MATRICES, ids=ids)
def test_one_step_without_damping_solves_a_quadratic(level):
    batch = on_a_line()
    steps(level.build(damping=1e-14), batch, 1)
    for replica in range(2):
        design = np.column_stack([batch.x[replica], np.ones(30)])
        solution = np.linalg.lstsq(design, batch.targets[replica, :, 0])[0]
        np.testing.assert_allclose(batch.params[replica], solution, rtol=1e-8)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_the_minimum_is_scipys(level):
    """Softmax regression with two features: strictly convex but for one shift, so that its least value is unique."""
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(1, 60, 2)), rng.integers(0, 3, 60)
    net = network([], named("activation", "tanh").build(), 1, inputs=2, outputs=3)
    batch = Objective(net, CrossEntropy()).on(x, np.eye(3)[labels][None])

    def cost(theta):
        logits = x[0] @ theta[:6].reshape(2, 3) + theta[6:]
        return (np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(60), labels]).mean()

    assert steps(level.build(), batch, 60)[-1] == pytest.approx(minimize(cost, np.zeros(9)).fun, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@np.errstate(under="ignore")  # a probability ends at 0
def test_the_loss_never_rises_and_falls_far(level, dtype):
    batch = on_a_network(dtype)
    values = np.array(steps(level.build(), batch, 30))
    assert (np.diff(values, axis=0) <= 1e-6).all()
    assert (values[-1] < 0.6 * values[0]).all()
    assert batch.params.dtype == dtype


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_a_replica_in_a_stack_equals_the_same_replica_alone(level):
    """Bit for bit in float32, each with a step length of its own, though one of them has lost its numbers."""
    lr = np.array([[1.0], [0.7], [0.3]])
    together = on_a_network("float32")
    start = together.params.copy()
    together.params[1] = np.nan
    with np.errstate(all="ignore"):
        steps(level.build(lr=lr), together, 4)
    assert np.isnan(together.params[1]).all()
    for place in (0, 2):
        alone = on_a_network("float32", 1)
        one = Objective(alone.objective.network, CrossEntropy()).on(
            together.x[place : place + 1], together.targets[place : place + 1]
        )
        one.params[...] = start[place]
        steps(level.build(lr=lr[place].item()), one, 4)
        np.testing.assert_array_equal(one.params[0], together.params[place])


def test_newton_leaves_a_saddle():
    """XOR near the origin of a tanh network: the Hessian has both signs there, and plain Newton would stay."""
    x = np.array([[[0.0, 0], [0, 1], [1, 0], [1, 1]]])
    net = network([4], named("activation", "tanh").build(), 1, inputs=2, outputs=1)
    net.params *= 0.1
    values = steps(
        named("optimizer", "newton").build(),
        Objective(net, LeastSquares()).on(x, np.array([[[0.0], [1], [1], [0]]])),
        60,
    )
    assert values[-1] < 0.01


def test_lbfgs_needs_far_fewer_steps_than_gradient_descent_in_a_narrow_valley():
    rng = np.random.default_rng(0)
    net = network([], named("activation", "tanh").build(), 1, inputs=10, outputs=1)
    x = rng.normal(size=(1, 100, 10)) * np.logspace(0, -2, 10)
    batch = Objective(net, LeastSquares()).on(x, x @ rng.normal(size=(10, 1)))
    start = net.params.copy()
    found = steps(named("optimizer", "lbfgs").build(), batch, 60)[-1]
    net.params[...] = start
    sgd = named("optimizer", "sgd").build(lr=0.3)
    state = sgd.init(net.params)
    for _ in range(1000):
        batch.gradient()
        sgd.update(net.params, net.grads, state)
    assert found < 0.1 * batch.value()[0]


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_it_trains_through_the_front_door_on_the_whole_training_part(level):
    one = cell("dataset=iris", f"optimizer={level.name}", "model.hidden=[5]", "epochs=15", "batch_size=8")
    history = train(one, one.dataset.load(), Replicas.of(range(2), {}, 1))
    assert (history.train_loss[-1] < 0.5 * history.train_loss[0]).all()
    assert (history.test_score[-1] > 0.8).all()
    other = cell("dataset=iris", f"optimizer={level.name}", "model.hidden=[5]", "epochs=15", "batch_size=90")
    whole = train(other, one.dataset.load(), Replicas.of(range(2), {}, 1))
    np.testing.assert_array_equal(whole.train_loss, history.train_loss)


@pytest.mark.parametrize("level", MATRICES, ids=ids)
def test_a_network_too_large_for_a_matrix_is_refused(level):
    one = cell(f"optimizer={level.name}", "model.hidden=[200]")
    with pytest.raises(BadWord, match=r"15,010 × 15,010 second derivatives is too large; at most 6,000 parameters"):
        sizes(one, one.dataset.load())
