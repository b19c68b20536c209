"""Our optimizers beside PyTorch's, 200 steps in float64: on a random quadratic, and on a small network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from registry import named

pytestmark = pytest.mark.peer
STEPS = 200


def peers() -> dict[str, Any]:
    """Level → (our settings, PyTorch's optimizer with the same)."""
    from torch import optim

    return {
        "sgd": ({"lr": 0.05}, lambda p: optim.SGD(p, lr=0.05)),
        "momentum": ({"lr": 0.02}, lambda p: optim.SGD(p, lr=0.02, momentum=0.9)),
        "nesterov": ({"lr": 0.02}, lambda p: optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True)),
        "adagrad": (
            {"lr": 0.1, "initial_accumulator": 0.1},
            lambda p: optim.Adagrad(p, lr=0.1, initial_accumulator_value=0.1),
        ),
        # With a small eps it jumps about the optimum, and rounding decides where: equal for 100 steps, then not.
        "rmsprop": ({"lr": 0.01, "eps": 0.1}, lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, eps=0.1)),
        "adadelta": ({"lr": 1.0}, lambda p: optim.Adadelta(p, lr=1.0)),
        "adam": ({"lr": 0.01}, lambda p: optim.Adam(p, lr=0.01)),
        "adamw": ({"lr": 0.01, "weight_decay": 0.1}, lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1)),
        "amsgrad": ({"lr": 0.05}, lambda p: optim.Adam(p, lr=0.05, amsgrad=True)),
    }


NAMES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "amsgrad")


def assert_close(ours: np.ndarray, theirs: np.ndarray) -> None:
    """The largest difference, in units of the largest parameter."""
    assert np.abs(ours - theirs).max() <= 1e-6 * np.abs(theirs).max()


@pytest.mark.parametrize("name", NAMES)
def test_on_a_random_quadratic(name):
    import torch

    rng = np.random.default_rng(0)
    factor = rng.normal(size=(10, 10))
    matrix = factor @ factor.T / 10
    start = rng.normal(size=10)
    settings, make = peers()[name]
    optimizer = named("optimizer", name).build(**settings)
    ours = start[None].copy()
    state = optimizer.init(ours)
    theirs = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    peer = make([theirs])
    for _ in range(STEPS):
        optimizer.update(ours, ours @ matrix, state)
        peer.zero_grad()
        (0.5 * theirs @ torch.tensor(matrix) @ theirs).backward()
        peer.step()
    assert_close(ours[0], theirs.detach().numpy())


@pytest.mark.parametrize("name", NAMES)
def test_on_a_small_network(name):
    """The same weights, the same batch: our backpropagation and step, beside PyTorch's autograd and step."""
    import torch
    from torch import nn

    from models.losses import CrossEntropy
    from models.mlp import Architecture

    rng = np.random.default_rng(1)
    x, labels = rng.normal(size=(20, 4)), rng.integers(0, 3, 20)
    net = Architecture([6]).build(4, 3, named("activation", "tanh").build(), 1, "float64")
    net.initialize(named("init", "glorot").build(), [rng])
    model = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 3)).double()
    with torch.no_grad():
        for ours, theirs in zip(net.layers, (model[0], model[2]), strict=True):
            theirs.weight.copy_(torch.tensor(ours.weight[0].T))
            theirs.bias.copy_(torch.tensor(ours.bias[0, 0]))
    settings, make = peers()[name]
    optimizer, loss = named("optimizer", name).build(**settings), CrossEntropy()
    state, peer = optimizer.init(net.params), make(model.parameters())
    targets = np.eye(3)[labels][None]
    for _ in range(STEPS):
        logits = net.forward(x[None])
        predictions = loss.predict(logits, out=logits)
        loss.gradient(predictions, targets)
        net.backward(x[None], predictions)
        optimizer.update(net.params, net.grads, state)
        peer.zero_grad()
        nn.functional.cross_entropy(model(torch.tensor(x)), torch.tensor(labels)).backward()
        peer.step()
    for ours, theirs in zip(net.layers, (model[0], model[2]), strict=True):
        assert_close(ours.weight[0].T, theirs.weight.detach().numpy())
        assert_close(ours.bias[0, 0], theirs.bias.detach().numpy())
