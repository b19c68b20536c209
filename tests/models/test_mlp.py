"""The network: its gradient for every combination of levels, its initial weights, its memory."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest
from networks import network, targets_of, tasks
from registry import first_order, ids, levels, named

from models.losses import CrossEntropy
from models.mlp import Architecture, parameter_count
from models.objective import Objective

ACTIVATIONS, LOSSES = levels("activation"), levels("loss")
DEPTHS = ([], [5], [5, 4, 6])


def check_gradient(objective, x, targets, rng):
    """Central differences along a random direction in float64: relative error 1e-7."""
    net = objective.network
    batch = objective.on(x, targets)
    batch.gradient()
    direction = rng.normal(size=net.params.shape)
    direction /= np.linalg.norm(direction)
    analytic = (net.grads * direction).sum(axis=1)
    start, step = net.params.copy(), 2e-5

    def value(params):
        net.params[...] = params
        return batch.value()[0].copy()

    numeric = (value(start + step * direction) - value(start - step * direction)) / (2 * step)
    net.params[...] = start
    np.testing.assert_allclose(analytic, numeric, rtol=1e-7, atol=1e-10)


def near_a_kink(objective, x, targets) -> bool:
    """Does anything that is not smooth lie close to its kink?"""
    net = objective.network
    logits = net.forward(x).copy()
    kinked = not net.activation.facts.smooth and any(np.abs(z).min() < 1e-3 for z in preactivations(net, x))
    error, margin = np.abs(logits - targets), (2 * targets - 1) * logits
    return kinked or min(error.min(), np.abs(error - 1).min(), np.abs(margin - 1).min(), np.abs(logits).min()) < 1e-3


def preactivations(net, x) -> list[np.ndarray]:
    """z of every hidden layer, by the plain formula."""
    found, below = [], x
    for layer in net.layers[:-1]:
        found.append(below @ layer.weight + layer.bias)
        below = np.empty_like(found[-1])
        net.activation.forward(found[-1].copy(), below)
    return found


@pytest.mark.parametrize(
    ("activation", "loss", "task", "hidden"),
    [
        (activation, loss, task, hidden)
        for activation, loss, hidden in itertools.product(ACTIVATIONS, LOSSES, DEPTHS)
        for task in tasks(loss)
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_the_gradient_along_a_random_direction(activation, loss, task, hidden):
    rng = np.random.default_rng(0)
    for seed in range(40):
        x, targets = rng.normal(size=(2, 6, 3)), targets_of(task, rng)
        net = network(hidden, activation.build(), outputs=targets.shape[-1], seed=seed)
        objective = Objective(net, loss.build())
        if not near_a_kink(objective, x, targets):
            check_gradient(objective, x, targets, rng)
            return
    pytest.fail("every seed was near a kink")


@pytest.mark.parametrize("level", levels("features"), ids=ids)
def test_the_gradient_behind_every_feature_map(level):
    rng = np.random.default_rng(1)
    features = level.build()
    x = np.stack([features.expand(rng.normal(size=(6, 2)), rng) for _ in range(2)])
    net = network([5], named("activation", "tanh").build(), inputs=features.count(2))
    check_gradient(Objective(net, CrossEntropy()), x, targets_of("classes", rng), rng)


@pytest.mark.parametrize(("replicas", "batch", "sizes"), [
    (5, 32, (64, 64, 10)), (3, 1, (2, 1, 2)), (7, 3, (1, 5, 2)), (16, 32, (2, 64, 64, 2)), (2, 40, (30, 7)),
])  # fmt: skip
def test_a_pass_over_a_stack_is_each_replicas_own_bit_for_bit(replicas, batch, sizes):
    rng = np.random.default_rng(0)
    relu = named("activation", "relu").build()
    inputs, *hidden, outputs = sizes
    x = rng.normal(size=(replicas, batch, inputs)).astype(np.float32)
    delta = rng.normal(size=(replicas, batch, outputs)).astype(np.float32)
    stack = network(hidden, relu, replicas, inputs, outputs, "float32")
    logits = stack.forward(x).copy()
    stack.backward(x, delta.copy())
    for place in range(replicas):
        alone = network(hidden, relu, 1, inputs, outputs, "float32")
        alone.params[...] = stack.params[place]
        one = slice(place, place + 1)
        np.testing.assert_array_equal(alone.forward(x[one])[0], logits[place])
        alone.backward(x[one], delta[one].copy())
        np.testing.assert_array_equal(alone.grads[0], stack.grads[place])


def test_layers_are_views_into_two_buffers():
    net = network([5], named("activation", "tanh").build())
    assert net.params.shape == net.grads.shape == (2, 3 * 5 + 5 + 5 * 4 + 4)
    for layer in net.layers:
        assert np.shares_memory(layer.weight, net.params)
        assert np.shares_memory(layer.bias_grad, net.grads)
    net.params[...] = 7
    assert (net.layers[1].weight == 7).all()


def test_parameters_have_names_by_layer_and_are_counted():
    net = network([5], named("activation", "tanh").build())
    assert {name: array.shape for name, array in net.named.items()} == {
        "layer1.weight": (2, 3, 5), "layer1.bias": (2, 1, 5), "layer2.weight": (2, 5, 4), "layer2.bias": (2, 1, 4),
    }  # fmt: skip
    assert parameter_count(net.sizes) == net.params.shape[1] == 3 * 5 + 5 + 5 * 4 + 4
    assert all(np.shares_memory(array, net.params) for array in net.named.values())


def test_ten_thousand_layers_without_an_activation_are_one_matrix():
    """Orthogonal weights, so that nothing overflows on the way."""
    net = Architecture([3] * 10_000).build(3, 2, named("activation", "identity").build(), 1, "float64")
    net.initialize(named("init", "orthogonal").build(), [np.random.default_rng(0)])
    product = np.eye(3)
    for layer in net.layers:
        product = product @ layer.weight[0]
    x = np.random.default_rng(0).normal(size=(1, 8, 3))
    np.testing.assert_allclose(net.forward(x)[0], x[0] @ product, rtol=1e-9)


def test_a_network_by_hand():
    """Two inputs, one hidden ReLU, one output: x = (1, 2), W₁ = (3, −1), b₁ = 0.5, W₂ = 2, b₂ = −1."""
    net = Architecture([1]).build(2, 1, named("activation", "relu").build(), 1, "float64")
    net.params[0] = [3, -1, 0.5, 2, -1]
    x = np.array([[[1.0, 2.0]]])
    assert net.forward(x).item() == 2 * 1.5 - 1
    net.backward(x, np.array([[[1.0]]]))
    assert net.grads[0].tolist() == [2 * 1, 2 * 2, 2, 1.5, 1]


def test_layers_without_an_activation_are_one_matrix():
    net = network([4, 6], named("activation", "identity").build(), replicas=1)
    net.params -= 0.1  # no biases
    product = np.linalg.multi_dot([layer.weight[0] for layer in net.layers])
    x = np.random.default_rng(0).normal(size=(1, 8, 3))
    np.testing.assert_allclose(net.forward(x)[0], x[0] @ product, rtol=1e-10)


def test_a_network_without_hidden_layers_is_linear():
    assert named("model", "linear").build().build(3, 2, named("activation", "relu").build(), 1, "float32").sizes == (
        3,
        2,
    )


@pytest.mark.parametrize("hidden", [[0], [5, -1]])
def test_a_layer_has_a_width(hidden):
    with pytest.raises(ValueError, match="hidden widths must be at least 1"):
        Architecture(hidden)


def peak_of_a_step(optimizer, activation, loss, replicas: int, batch: int, width: int) -> int:
    """The most bytes that a training step has allocated at any time, once its buffers exist."""
    net = network([width], activation.build(), replicas, inputs=30, outputs=12, dtype="float32")
    objective, rule = Objective(net, loss.build()), optimizer.build()
    state = rule.init(net.params)
    x = np.ones((replicas, batch, 30), np.float32)
    targets = np.eye(12, dtype=np.float32)[np.zeros((replicas, batch), int)]

    def step():
        objective.on(x, targets).gradient()
        rule.update(net.params, net.grads, state)

    step()
    tracemalloc.start()
    step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


# NumPy's ufuncs have buffers of their own, 8,192 elements for each of up to three operands: what is larger is ours.
BUFFERS = 3 * 8192 * 4 + 4000


@pytest.mark.parametrize(
    ("optimizer", "activation", "loss"),
    [(o, named("activation", "relu"), named("loss", "cross_entropy")) for o in first_order()]
    + [(named("optimizer", "sgd"), a, named("loss", "cross_entropy")) for a in ACTIVATIONS]
    + [(named("optimizer", "sgd"), named("activation", "relu"), loss) for loss in LOSSES],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_a_step_allocates_nothing_that_grows(optimizer, activation, loss):
    """The smallest array of a number per replica and example, (R, B), would be larger than all that is allocated."""
    replicas, batch, width = 32, 1024, 40
    assert peak_of_a_step(optimizer, activation, loss, replicas, batch, width) < BUFFERS < 4 * replicas * batch
