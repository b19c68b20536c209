"""Training through its front door: the same seeds give the same numbers, and no replica touches another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cells import cell

from datasets.dataset import Dataset
from harness.sampling.replicas import Replicas
from harness.training.train import History, Stack, train

CURVES = ("train_loss", "validation_loss", "validation_score", "test_loss", "test_score")


@pytest.fixture(scope="module")
def data() -> Dataset:
    """Three clouds of unequal size: 140 rows leave a last batch that is smaller than the others."""
    rng = np.random.default_rng(7)
    y = np.repeat([0, 1, 2], [60, 50, 30])
    x = rng.normal(size=(140, 5)) + 1.5 * np.eye(5)[y]
    return Dataset("clouds", x, y, ("a", "b", "c"), tuple("uvwxy"), "made here")


def replicas(seeds: range, rates: list[float]) -> Replicas:
    return Replicas.of(seeds, {"lr": np.array(rates)}, len(rates))


def assert_same(left: History, right: History, ours: slice = slice(None)) -> None:
    for name in (*CURVES, "diverged_at"):
        np.testing.assert_array_equal(getattr(left, name)[..., ours], getattr(right, name), err_msg=name)


@pytest.mark.parametrize("optimizer", ["adam", "adagrad", "rmsprop", "momentum", "sgd"])
def test_a_replica_in_a_stack_equals_the_same_replica_alone(data, optimizer):
    one = cell("epochs=3", "model.hidden=[16,8]", f"optimizer={optimizer}")
    together = replicas(range(3), [0.01, 0.1])
    stack = train(one, data, together)
    for place in range(len(together)):
        assert_same(stack, train(one, data, together[place : place + 1]), slice(place, place + 1))


@pytest.mark.parametrize("words", [
    ["model=linear"], ["activation=sigmoid"], ["loss=least_squares"], ["dtype=float64"],
    ["schedule=warm_up_cosine", "decay=l2", "clipping=norm"], ["decay=decoupled", "clipping=value"],
])  # fmt: skip
def test_so_it_does_with_other_levels(data, words):
    one = cell("epochs=2", "model.hidden=[7]", *words)
    together = replicas(range(4), [0.01])
    stack = train(one, data, together)
    assert_same(stack, train(one, data, together[2:3]), slice(2, 3))


def test_a_seed_gives_the_same_numbers_twice_and_another_seed_others(data):
    one = cell("epochs=2")
    first, again, other = (train(one, data, replicas(range(s, s + 1), [0.01])) for s in (0, 0, 1))
    assert_same(first, again)
    assert (first.train_loss != other.train_loss).all()


def test_contestants_are_paired_by_seed(data):
    """Two optimizers begin with the same weights on the same rows: at a rate of almost 0 they stay equal."""
    adam, sgd = (
        train(cell("epochs=1", f"optimizer={name}"), data, replicas(range(2), [1e-30])) for name in ("adam", "sgd")
    )
    assert_same(adam, sgd)


@pytest.mark.parametrize("words", [[], ["decay=decoupled", "clipping=norm", "clipping.max_norm=100"]])
def test_a_replica_that_diverges_is_marked_and_its_neighbours_do_not_notice(data, words):
    one = cell("epochs=4", "optimizer=sgd", "loss=least_squares", *words)
    together = replicas(range(2), [0.01, 1e6])
    stack = train(one, data, together)
    alone = train(one, data, replicas(range(2), [0.01]))
    assert np.isnan(stack.diverged_at[[0, 2]]).all()
    assert (stack.diverged_at[[1, 3]] <= 2).all()
    for name in CURVES:
        np.testing.assert_array_equal(getattr(stack, name)[:, [0, 2]], getattr(alone, name))
        gone = np.arange(1, 5)[:, None] >= stack.diverged_at[[1, 3]]
        assert (np.isnan(getattr(stack, name)[:, [1, 3]]) == gone).all()


def test_it_learns(data):
    history = train(cell("epochs=20"), data, replicas(range(3), [0.01]))
    assert (history.train_loss[-1] < 0.5 * history.train_loss[0]).all()
    assert (history.test_score[-1] > 0.6).all()  # the commonest class is 43 % of the rows


def test_scores_are_those_of_the_whole_part_whatever_the_chunks(data, monkeypatch):
    one = cell("epochs=1", "dtype=float64")
    whole = train(one, data, replicas(range(1), [0.01]))
    monkeypatch.setattr("harness.training.train.EVALUATED", 4)
    pieces = train(one, data, replicas(range(1), [0.01]))
    np.testing.assert_allclose(pieces.test_loss, whole.test_loss, rtol=1e-12)
    assert pieces.test_score == whole.test_score


def test_the_loss_of_a_linear_model_by_hand(data):
    """One epoch of full-batch gradient descent on least squares, written out for one replica."""
    one = cell("epochs=1", "batch_size=1000", "model=linear", "loss=least_squares", "optimizer=sgd", "dtype=float64")
    history = train(one, data, replicas(range(1), [0.1]))

    from harness.sampling.streams import Stream, generator
    from harness.training.preparation import standardized

    parts = one.split.parts(data.y, 0)
    x, y = standardized(data.x, parts.train), np.eye(3)[data.y]
    w, b = one.init.draw(generator(0, Stream.WEIGHTS), 5, 3, 1.0), np.zeros(3)
    error = x[parts.train] @ w + b - y[parts.train]
    assert history.train_loss[0, 0] == pytest.approx((error**2).sum(axis=1).mean(), rel=1e-12)
    w -= 0.1 * 2 * x[parts.train].T @ error / len(error)
    b -= 0.1 * 2 * error.mean(axis=0)
    predictions = x[parts.test] @ w + b
    assert history.test_loss[0, 0] == pytest.approx(((predictions - y[parts.test]) ** 2).sum(axis=1).mean(), rel=1e-12)
    assert history.test_score[0, 0] == (predictions.argmax(axis=1) == data.y[parts.test]).mean()


def test_a_schedule_spans_the_whole_training(data):
    """84 rows, 3 epochs: with batches of 32 these are 9 steps, the last of an epoch on fewer rows."""
    one = cell("epochs=3", "schedule=cosine")
    stack = Stack(one, data, replicas(range(2), [0.01]))
    assert stack.rows.train.shape[1] == 84
    for _ in range(3):
        stack.epoch()
    assert stack.state.step == stack.rule.steps == 9


@pytest.mark.parametrize("words", [["schedule=cosine"], ["decay=l2"], ["decay=decoupled"], ["clipping=norm"],
                                   ["clipping=value", "clipping.max_value=0.01"]])  # fmt: skip
def test_what_surrounds_the_optimizer_is_felt(data, words):
    usual, other = (train(cell("epochs=2", *w), data, replicas(range(2), [0.01])) for w in ([], words))
    assert (usual.train_loss[1] != other.train_loss[1]).all()


def test_progress_is_told_every_epoch(data):
    told: list[int] = []
    train(cell("epochs=3"), data, replicas(range(2), [0.01]), told.append)
    assert told == [2, 2, 2]


def test_histories_are_joined_replica_by_replica(data):
    one = cell("epochs=2")
    whole = train(one, data, replicas(range(3), [0.01]))
    parts = [train(one, data, stack) for stack in replicas(range(3), [0.01]).stacks(2)]
    assert_same(History.joined(parts), whole)
    assert replace(whole).seconds.shape == (3,)


@pytest.mark.parametrize(
    "words",
    [["features=polynomial"], ["loss=huber"], ["loss=least_squares_softmax"], ["model.single_output=true"],
     ["schedule=cosine", "clipping=norm", "decay=l2"], ["optimizer=levenberg_marquardt"], ["activation=mish"]],
)  # fmt: skip
def test_float32_stays_float32_on_the_way_through(data, words):
    one = cell("epochs=1", "model.hidden=[6]", *words)
    stack = Stack(one, data, replicas(range(2), [0.01]))
    stack.epoch()
    stack.evaluate(stack.rows.test)
    network = stack.network
    arrays = [network.params, network.grads, stack.rows.x, stack.rows.targets, stack.state.scratch]
    arrays += [array for space in network._workspaces.values() for array in (*space.z, *space.a, *space.grad)]
    arrays += [array for work in stack.objective._work.values() for array in vars(work).values()]
    assert {array.dtype for array in arrays} == {np.dtype("float32")}
