"""The network: its gradient for every combination of levels, its initial weights, its memory."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest
from registry import levels, named

from models.mlp import Architecture

ACTIVATIONS, LOSSES = levels("activation"), levels("loss")
DEPTHS = ([], [5], [5, 4, 6])


def network(hidden, activation, replicas=2, inputs=3, outputs=4, dtype="float64", seed=0):
    made = Architecture(hidden).build(inputs, outputs, activation, replicas, dtype)
    made.initialize(named("init", "he").build(), [np.random.default_rng([seed, r]) for r in range(replicas)])
    made.params += 0.1  # biases too
    return made


@pytest.mark.parametrize(
    ("activation", "loss", "hidden"),
    list(itertools.product(ACTIVATIONS, LOSSES, DEPTHS)),
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_the_gradient_along_a_random_direction(activation, loss, hidden):
    """Central differences in float64; relative error 1e-7. Seeds with a pre-activation near a kink are skipped."""
    phi, cost = activation.build(), loss.build()
    rng = np.random.default_rng(0)
    for seed in range(20):
        net = network(hidden, phi, seed=seed)
        x, targets = rng.normal(size=(2, 6, 3)), np.eye(4)[rng.integers(0, 4, (2, 6))]

        def value(net=net, x=x, targets=targets):
            logits = net.forward(x)
            return cost.value(cost.predict(logits, np.empty_like(logits)), targets)

        logits = net.forward(x)
        space = net._workspace(6)
        if not phi.facts.smooth and any(np.abs(z).min() < 1e-3 for z in space.z[:-1]):
            continue
        predictions = cost.predict(logits, np.empty_like(logits))
        cost.gradient(predictions, targets)
        net.backward(x, predictions)
        direction = rng.normal(size=net.params.shape)
        direction /= np.linalg.norm(direction)
        analytic = (net.grads * direction).sum(axis=1)
        start, step = net.params.copy(), 2e-5
        net.params[...] = start + step * direction
        above = value()
        net.params[...] = start - step * direction
        numeric = (above - value()) / (2 * step)
        np.testing.assert_allclose(analytic, numeric, rtol=1e-7, atol=1e-10)
        return
    pytest.fail("every seed was near a kink")


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


@pytest.mark.parametrize("optimizer", levels("optimizer"), ids=lambda level: level.name)
def test_a_step_allocates_no_parameters(optimizer):
    """After the first step, the peak of a step stays far below one buffer of parameters."""
    net = network([200], named("activation", "relu").build(), replicas=4, inputs=50, dtype="float32")
    rule, cost = optimizer.build(), named("loss", "cross_entropy").build()
    state = rule.init(net.params)
    x = np.ones((4, 8, 50), np.float32)
    targets = np.eye(4, dtype=np.float32)[np.zeros((4, 8), int)]

    def step():
        logits = net.forward(x)
        predictions = cost.predict(logits, out=logits)
        cost.gradient(predictions, targets)
        net.backward(x, predictions)
        rule.update(net.params, net.grads, state)

    step()
    tracemalloc.start()
    step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < net.params.nbytes / 4
