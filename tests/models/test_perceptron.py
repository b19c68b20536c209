"""The perceptron: steps by hand, Novikoff's bound, what it can never learn, and the same machine built of parts."""

from __future__ import annotations

import numpy as np
import pytest
from cells import cell
from registry import named
from rosenblatt import Perceptron

from harness.sampling.replicas import Replicas
from harness.training.train import train
from models.losses import PerceptronRule, Work
from models.mlp import Architecture
from models.objective import Objective

XOR = np.array([[[0.0, 0], [0, 1], [1, 0], [1, 1]]]), np.array([[0, 1, 1, 0]])


def cuteness(margin: float):
    data = named("dataset", "cuteness").build(margin=margin, n=500).load()
    return data.x[None], data.y[None]


def test_an_epoch_by_hand():
    """AND, rate ½: (1,1) is missed, w = (½, ½, ½); (1,0) fires, w = (0, ½, 0); (0,1) fires, w = (0, 0, −½)."""
    machine = Perceptron(1, 2, rate=0.5)
    x, y = np.array([[[1.0, 1], [1, 0], [0, 1], [0, 0]]]), np.array([[1, 0, 0, 0]])
    assert machine.learn(x, y).tolist() == [3]
    assert machine.weights.tolist() == [[0, 0, -0.5]]
    assert machine.predict(x).tolist() == [[0, 0, 0, 0]]


@pytest.mark.parametrize("margin", [0.02, 0.1, 0.3])
def test_it_never_makes_more_mistakes_than_novikoffs_bound(margin):
    x, y = cuteness(margin)
    machine = Perceptron(1, 2)
    epochs = 0
    while machine.learn(x, y).any():
        epochs += 1
        assert epochs < 2000
    assert (machine.predict(x) == y).all()
    separator = np.array([-1, 1, 0]) / np.sqrt(2)  # fur − size
    examples = np.concatenate([x[0], np.ones((500, 1))], axis=1)
    gamma = ((2 * y[0] - 1) * (examples @ separator)).min()
    assert gamma >= margin
    assert 1 <= machine.mistakes[0] <= (np.linalg.norm(examples, axis=1).max() / gamma) ** 2


def test_xor_is_never_learned():
    x, y = XOR
    machine = Perceptron(1, 2)
    for _ in range(100):
        machine.learn(x, y)
        assert (machine.predict(x) == y).mean() <= 3 / 4
    assert machine.mistakes[0] > 100


def test_every_replica_learns_alone():
    x, y = cuteness(0.05)
    both = Perceptron(2, 2, rate=0.3)
    both.learn(np.concatenate([x, x[:, ::-1]]), np.concatenate([y, y[:, ::-1]]))
    alone = Perceptron(1, 2, rate=0.3)
    alone.learn(x[:, ::-1], y[:, ::-1])
    np.testing.assert_array_equal(both.weights[1], alone.weights[0])
    assert both.mistakes[1] == alone.mistakes[0]


def test_a_rate_is_positive():
    with pytest.raises(ValueError, match="rate must be above 0, not 0"):
        Perceptron(1, 2, rate=0)


def test_the_rule_on_a_linear_network_is_the_perceptron():
    """A network without hidden layers, plain gradient descent, one example at a time: the same weights, bit for bit."""
    x, y = cuteness(0.05)
    machine = Perceptron(1, 2, rate=0.25)  # powers of two: no order of operations rounds differently
    net = Architecture([], single_output=True).build(2, 1, named("activation", "identity").build(), 1, "float64")
    objective, sgd = Objective(net, PerceptronRule()), named("optimizer", "sgd").build(lr=0.25)
    state = sgd.init(net.params)
    for _ in range(3):
        machine.learn(x, y)
        for n in range(x.shape[1]):
            objective.on(x[:, n : n + 1], y[:, n : n + 1, None].astype(float)).gradient()
            sgd.update(net.params, net.grads, state)
    np.testing.assert_array_equal(net.params, machine.weights)


def test_the_rule_by_hand():
    logits, targets = np.array([[[0.5], [-2.0], [0.0]]]), np.array([[[0.0], [1.0], [1.0]]])
    work = Work.beside(logits)
    rule = PerceptronRule()
    assert rule.value(logits, targets, work).tolist() == [2.5 / 3]
    assert logits.tolist() == [[[1], [0], [0]]]
    rule.gradient(logits, targets, work)
    np.testing.assert_allclose(logits, np.array([[[1], [-1], [-1]]]) / 3)


def test_the_recipe_learns_who_is_cute():
    one = cell("recipe=perceptron", "dataset=cuteness", "dataset.margin=0.1", "epochs=20")
    assert one.levels["loss"] == "perceptron"
    assert one.training.batch_size == 1
    replicas = Replicas.of(range(3), {}, 1)
    history = train(one, one.dataset.load(), replicas)
    assert (history.test_score[-1] > 0.97).all()
