"""Our updates beside PyTorch's, 200 steps in float64: on a random quadratic, and on a small network.

Lion has no counterpart there: its steps are worked out by hand in test_optimizers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from given import GivenGradient
from registry import first_order, levels, named

from models.losses import CrossEntropy
from models.mlp import Architecture
from models.objective import Objective
from models.update import UpdateRule

pytestmark = pytest.mark.peer
STEPS = 200


@dataclass(frozen=True)
class Peer:
    """PyTorch's counterpart of one of our optimizers: its class, and what both are built with.

    l2           does it have L2 weight decay?
    decoupled    does it have decoupled weight decay, by a flag?
    schedules    does a scheduler do the same there?
    """

    cls: str
    ours: dict[str, float]
    theirs: dict[str, Any]
    l2: bool = True
    decoupled: bool = False
    schedules: bool = True


PEERS = {
    "sgd": Peer("SGD", {"lr": 0.05}, {"lr": 0.05}),
    "momentum": Peer("SGD", {"lr": 0.02}, {"lr": 0.02, "momentum": 0.9}),
    "nesterov": Peer("SGD", {"lr": 0.02}, {"lr": 0.02, "momentum": 0.9, "nesterov": True}),
    "adagrad": Peer("Adagrad", {"lr": 0.1, "initial_accumulator": 0.1}, {"lr": 0.1, "initial_accumulator_value": 0.1}),
    # With a small eps it jumps about the optimum, and rounding decides where: equal for 100 steps, then not (so does
    # PyTorch from PyTorch, once its start is changed by 1e-15).
    "rmsprop": Peer("RMSprop", {"lr": 0.01, "eps": 0.1}, {"lr": 0.01, "alpha": 0.9, "eps": 0.1}),
    "adadelta": Peer("Adadelta", {"lr": 1.0}, {"lr": 1.0}),
    # It has no weight decay there, and reads lr in its first step only.
    "rprop": Peer("Rprop", {"lr": 0.01}, {"lr": 0.01}, l2=False, schedules=False),
    "adam": Peer("Adam", {"lr": 0.01}, {"lr": 0.01}, decoupled=True),
    "amsgrad": Peer("Adam", {"lr": 0.05}, {"lr": 0.05, "amsgrad": True}, decoupled=True),
    "nadam": Peer("NAdam", {"lr": 0.01, "eps": 1e-3}, {"lr": 0.01, "eps": 1e-3}, decoupled=True),  # eps as above
    "adamw": Peer("AdamW", {"lr": 0.01, "weight_decay": 0.1}, {"lr": 0.01, "weight_decay": 0.1}, l2=False),
}

# What stands around the optimizer: levels and their entries.
DECAYS: dict[str, dict[str, Any]] = {
    "none": {},
    "l2": {"weight_decay": 0.05},
    "decoupled": {"weight_decay": 0.2},
}
CLIPPINGS: dict[str, dict[str, Any]] = {
    "none": {},
    "norm": {"max_norm": 0.05},
    "value": {"max_value": 0.02},
}
SCHEDULES: dict[str, dict[str, Any]] = {
    "constant": {},
    "step": {"factor": 0.5, "drops": [0.25, 0.5, 0.75]},
    "cosine": {"floor": 0.1},
    "warm_up": {"share": 0.25, "start": 0.1},
    "warm_up_cosine": {"share": 0.25, "start": 0.1, "floor": 0.1},
}


@pytest.fixture(autouse=True)
def _one_thread_and_float64():
    """NAdam keeps its product of momenta in the default precision; threads only wait for each other here."""
    import torch

    before = torch.get_num_threads(), torch.get_default_dtype()
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_num_threads(before[0])
    torch.set_default_dtype(before[1])


def scheduler(name: str, peer: Any) -> Any:
    """The scheduler of PyTorch that SCHEDULES[name] describes."""
    from torch.optim import lr_scheduler as torch

    if name == "step":
        return torch.StepLR(peer, step_size=STEPS // 4, gamma=0.5)
    if name == "cosine":
        return torch.CosineAnnealingLR(peer, STEPS, eta_min=0.1 * peer.defaults["lr"])
    warm_up = torch.LinearLR(peer, start_factor=0.1, total_iters=STEPS // 4)
    if name == "warm_up":
        return warm_up
    cosine = torch.CosineAnnealingLR(peer, STEPS - STEPS // 4, eta_min=0.1 * peer.defaults["lr"])
    return torch.SequentialLR(peer, [warm_up, cosine], milestones=[STEPS // 4])


def cases() -> Iterable[tuple[str, str, str, str]]:
    """Optimizer, decay, clipping and schedule: each alone, and all at once."""
    for name, peer in PEERS.items():
        yield name, "none", "none", "constant"
        if peer.l2:
            yield name, "l2", "none", "constant"
        if peer.decoupled:
            yield name, "decoupled", "none", "constant"
            yield name, "decoupled", "value", "cosine"
        for clipping in ("norm", "value"):
            yield name, "none", clipping, "constant"
        if peer.schedules:
            for schedule in ("step", "cosine", "warm_up", "warm_up_cosine"):
                yield name, "none", "none", schedule
        if peer.l2 and peer.schedules:
            yield name, "l2", "norm", "warm_up_cosine"


def both(case: tuple[str, str, str, str], params: Iterable[Any]) -> tuple[UpdateRule, Callable[[], None]]:
    """Our rule, and a function that makes PyTorch's step on `params`, their gradients given."""
    from torch import nn, optim

    name, decay, clipping, schedule = case
    peer, params = PEERS[name], list(params)
    settings = dict(peer.theirs)
    if decay != "none":
        settings |= DECAYS[decay] | ({"decoupled_weight_decay": True} if decay == "decoupled" else {})
    theirs = getattr(optim, peer.cls)(params, **settings)
    scheduled = None if schedule == "constant" else scheduler(schedule, theirs)

    def step() -> None:
        if clipping == "norm":
            nn.utils.clip_grad_norm_(params, CLIPPINGS["norm"]["max_norm"])
        if clipping == "value":
            nn.utils.clip_grad_value_(params, CLIPPINGS["value"]["max_value"])
        theirs.step()
        if scheduled is not None:
            scheduled.step()
        theirs.zero_grad()

    rule = UpdateRule(
        named("optimizer", name).build(**peer.ours),
        named("schedule", schedule).build(**SCHEDULES[schedule]),
        named("clipping", clipping).build(**CLIPPINGS[clipping]),
        named("decay", decay).build(**DECAYS[decay]),
        STEPS,
    )
    return rule, step


def assert_close(ours: np.ndarray, theirs: np.ndarray) -> None:
    """The largest difference, in units of the largest parameter."""
    assert np.abs(ours - theirs).max() <= 1e-6 * np.abs(theirs).max()


def test_every_optimizer_but_lion_has_its_peer():
    assert {level.name for level in first_order()} == {*PEERS, "lion"}
    for group, named_here in (("schedule", SCHEDULES), ("clipping", CLIPPINGS), ("decay", DECAYS)):
        assert {level.name for level in levels(group)} == set(named_here)


@pytest.mark.parametrize("case", list(cases()), ids="-".join)
def test_on_a_random_quadratic(case):
    import torch

    rng = np.random.default_rng(0)
    factor = rng.normal(size=(10, 10))
    matrix = factor @ factor.T / 10
    start = rng.normal(size=10)
    ours, theirs = start[None].copy(), torch.tensor(start, dtype=torch.float64, requires_grad=True)
    rule, step = both(case, [theirs])
    state = rule.init(ours)
    for _ in range(STEPS):
        rule.step(GivenGradient(ours, ours @ matrix), state)
        (0.5 * theirs @ torch.tensor(matrix) @ theirs).backward()
        step()
    assert_close(ours[0], theirs.detach().numpy())


def both_networks():
    """The same small network of ours and of PyTorch's, the same examples, and a check that they are still the same."""
    import torch
    from torch import nn

    rng = np.random.default_rng(1)
    x, labels = rng.normal(size=(20, 4)), rng.integers(0, 3, 20)
    net = Architecture([6]).build(4, 3, named("activation", "tanh").build(), 1, "float64")
    net.initialize(named("init", "glorot").build(), [rng])
    model = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 3)).double()
    with torch.no_grad():
        for ours, theirs in zip(net.layers, (model[0], model[2]), strict=True):
            theirs.weight.copy_(torch.tensor(ours.weight[0].T))
            theirs.bias.copy_(torch.tensor(ours.bias[0, 0]))

    def cost():
        return nn.functional.cross_entropy(model(torch.tensor(x)), torch.tensor(labels))

    def check():
        for ours, theirs in zip(net.layers, (model[0], model[2]), strict=True):
            assert_close(ours.weight[0].T, theirs.weight.detach().numpy())
            assert_close(ours.bias[0, 0], theirs.bias.detach().numpy())

    batch = Objective(net, CrossEntropy()).on(x[None], np.eye(3)[labels][None])
    return batch, model, cost, check


@pytest.mark.parametrize("case", list(cases()), ids="-".join)
def test_on_a_small_network(case):
    """The same weights, the same batch: our backpropagation and step, beside PyTorch's autograd and step."""
    batch, model, cost, check = both_networks()
    rule, step = both(case, model.parameters())
    state = rule.init(batch.params)
    for _ in range(STEPS):
        rule.step(batch, state)
        cost().backward()
        step()
    check()


def test_lbfgs_without_a_line_search_on_a_small_network():
    from torch import optim

    batch, model, cost, check = both_networks()
    ours = named("optimizer", "lbfgs").build(lr=0.5, backtracks=0)
    rule = UpdateRule(ours, *(named(g, "none" if g != "schedule" else "constant").build() for g in GROUPS), STEPS)
    state = rule.init(batch.params)
    peer = optim.LBFGS(model.parameters(), lr=0.5, max_iter=1, history_size=10, tolerance_grad=0, tolerance_change=0)

    def closure():
        peer.zero_grad()
        loss = cost()
        loss.backward()
        return loss

    for _ in range(20):
        rule.step(batch, state)
        peer.step(closure)
    check()


GROUPS = ("schedule", "clipping", "decay")


@pytest.mark.parametrize("loss", ["cross_entropy", "least_squares"])
def test_the_hessian_beside_autograd(loss):
    import torch
    from torch import nn

    from models.optimizers.second_order.curvature import hessian

    batch, _, _, _ = both_networks()
    batch = Objective(batch.objective.network, named("loss", loss).build()).on(batch.x, batch.targets)
    x, labels = torch.tensor(batch.x[0]), torch.tensor(batch.targets[0])

    def value(theta):
        w1, b1, w2, b2 = theta.split([24, 6, 18, 3])
        logits = torch.tanh(x @ w1.reshape(4, 6) + b1) @ w2.reshape(6, 3) + b2
        if loss == "cross_entropy":
            return nn.functional.cross_entropy(logits, labels)
        return ((logits - labels) ** 2).sum(dim=1).mean()

    theirs = torch.autograd.functional.hessian(value, torch.tensor(batch.params[0]))
    np.testing.assert_allclose(hessian(batch)[0], theirs.numpy(), atol=1e-12)
