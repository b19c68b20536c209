"""Log loss, Brier score and calibration error: against scikit-learn, by hand, and through the front door."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cells import cell
from sklearn.metrics import brier_score_loss, log_loss

from datasets.dataset import Dataset
from harness.sampling.replicas import Replicas
from harness.training import probabilities
from harness.training.run import run
from harness.training.train import EVALUATED, Stack, train

LOG_LOSS, BRIER, ECE = range(3)


@pytest.fixture(scope="module")
def data() -> Dataset:
    rng = np.random.default_rng(7)
    y = np.repeat([0, 1, 2], [60, 50, 30])
    return Dataset("clouds", rng.normal(size=(140, 5)) + np.eye(5)[y], y, ("a", "b", "c"), tuple("uvwxy"), "made here")


def two_classes(data: Dataset) -> Dataset:
    return replace(data, y=np.minimum(data.y, 1), classes=("a", "b"))


def a_stack(data: Dataset, *words: str) -> Stack:
    one = cell("model.hidden=[6]", "dtype=float64", *words)
    stack = Stack(one, data, Replicas.of(range(3), {"lr": np.array([0.05])}, 1))
    for _ in range(3):
        stack.epoch()
    return stack


def predicted(stack: Stack, replica: int) -> tuple[np.ndarray, np.ndarray]:
    """p (n, C) and labels (n,) of the test rows of one replica, by another route than that of the module."""
    x, targets = stack.rows.gather(stack.rows.test)
    logits = stack.network.forward(x)[replica]
    targets = targets[replica]
    if logits.shape[1] == 1:
        p = 1 / (1 + np.exp(-logits))
        return np.hstack([1 - p, p]), targets[:, 0].astype(int)
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return p, targets.argmax(axis=1)


@pytest.mark.parametrize("words", [(), ("loss=least_squares_softmax",)])
def test_log_loss_and_brier_are_those_of_scikit_learn(data, words):
    stack = a_stack(data, *words)
    found = probabilities.measured(stack.network, stack.rows, stack.rows.test, 7)
    for replica in range(3):
        p, labels = predicted(stack, replica)
        assert found[LOG_LOSS, replica] == pytest.approx(log_loss(labels, p))
        assert found[BRIER, replica] == pytest.approx(brier_score_loss(labels, p, labels=[0, 1, 2]))


@pytest.mark.parametrize("words", [(), ("loss=least_squares", "loss.link=sigmoid")])
def test_a_single_output_counts_both_classes(data, words):
    """Brier's own score has a term per class; scikit-learn halves it for two classes unless told not to."""
    stack = a_stack(two_classes(data), "model.single_output=true", *words)
    found = probabilities.measured(stack.network, stack.rows, stack.rows.test, EVALUATED)
    for replica in range(3):
        p, labels = predicted(stack, replica)
        assert found[LOG_LOSS, replica] == pytest.approx(log_loss(labels, p))
        assert found[BRIER, replica] == pytest.approx(brier_score_loss(labels, p[:, 1], scale_by_half=False))


def test_calibration_error_by_hand():
    """Five rows, two classes. p of the predicted class 0.9, 0.9, 0.7, 0.7, 0.6; right, wrong, right, right, wrong.

    Bins of 1/15: 0.9 in (13/15, 14/15], 0.7 in (10/15, 11/15], 0.6 = 9/15 closes (8/15, 9/15].
    |1 − 1.8| + |2 − 1.4| + |0 − 0.6| = 2.0, over 5 rows 0.4.
    """
    p = np.array([[[0.9, 0.1], [0.1, 0.9], [0.7, 0.3], [0.3, 0.7], [0.6, 0.4]]])
    targets = np.eye(2)[[[0, 0, 0, 1, 1]]]
    assert np.abs(probabilities._gaps(p, targets)).sum() / 5 == pytest.approx(0.4)


def test_calibration_error_is_biased_upwards_as_the_docstring_says():
    """A thousand perfectly calibrated networks, 100 rows each, p spread evenly over 0.5 … 1."""
    rng = np.random.default_rng(0)
    confidence = rng.uniform(0.5, 1, (1000, 100))
    p = np.stack([confidence, 1 - confidence], axis=-1)
    targets = np.eye(2)[(rng.random(confidence.shape) > confidence).astype(int)]
    found = np.abs(probabilities._gaps(p, targets)).sum(axis=1) / 100
    assert found.mean() == pytest.approx(0.09, abs=0.005)


def test_chunks_and_neighbours_do_not_matter(data):
    stack = a_stack(data)
    whole = probabilities.measured(stack.network, stack.rows, stack.rows.test, EVALUATED)
    np.testing.assert_allclose(probabilities.measured(stack.network, stack.rows, stack.rows.test, 3), whole)
    alone = train(cell("epochs=1"), data, Replicas.of(range(1, 2), {"lr": np.array([0.01])}, 1))
    together = train(cell("epochs=1"), data, Replicas.of(range(3), {"lr": np.array([0.01])}, 1))
    np.testing.assert_array_equal(alone.test_probabilities[:, 0], together.test_probabilities[:, 1])


def test_a_certain_and_wrong_prediction_costs_what_its_logits_say(data):
    """In float32, p of the label rounds to 0 from −104 on: clipped, its log loss would be 16 or infinite."""
    stack = a_stack(data, "dtype=float32")
    stack.network.params[:] = 0
    stack.network.params[:, -3:] = [0, 0, 500]  # the last layer's biases
    (found,) = probabilities.measured(stack.network, stack.rows, stack.rows.test, EVALUATED)[LOG_LOSS, :1]
    _, targets = stack.rows.gather(stack.rows.test)
    assert found == pytest.approx(500 * (targets[0].argmax(axis=1) != 2).mean())


def test_the_log_loss_of_a_cross_entropy_is_its_test_loss(data):
    one = cell("epochs=2", "seeds=2")
    found = run(one, data, lambda _: None).replicas
    np.testing.assert_allclose(found["test_log_loss"], found["test_loss"], rtol=1e-5)
    np.testing.assert_allclose(found["validation_log_loss"], found["validation_loss"], rtol=1e-5)


@pytest.mark.parametrize(
    "words", [("loss=least_squares",), ("loss=hinge",), ("loss=least_squares", "loss.link=sigmoid")]
)
def test_outputs_that_are_no_probabilities_are_not_made_into_some(data, words):
    found = run(cell("epochs=1", "seeds=1", *words), data, lambda _: None)
    assert found.replicas[[f"test_{name}" for name in probabilities.NAMES]].isna().all(axis=None)
    assert found.replicas[[f"test_{name}_of_constant" for name in probabilities.NAMES]].isna().all(axis=None)
    assert "final/test_log_loss" not in found.final()


def test_a_diverged_replica_has_none(data):
    one = cell("epochs=2", "seeds=1", "optimizer=sgd", "loss=least_squares_softmax", "optimizer.lr=1e38")
    found = run(one, data, lambda _: None).replicas
    assert found["diverged_at"].notna().all()
    assert found["test_brier"].isna().all()
    assert found["test_brier_of_constant"].notna().all()


def test_what_a_constant_guess_scores_by_hand():
    """Seen: three of class 0, one of 1, none of 2; with one more each: 4/7, 2/7, 1/7. Judged: a 0 and a 2."""
    found = probabilities.of_constant(np.array([0, 0, 0, 1]), np.array([0, 2]), 3)
    assert found["log_loss"] == pytest.approx(-(np.log(4 / 7) + np.log(1 / 7)) / 2)
    assert found["brier"] == pytest.approx(((9 + 4 + 1) / 49 + (16 + 4 + 36) / 49) / 2)
    assert found["ece"] == 0.5


def test_numbers_have_no_probabilities():
    one = cell("dataset=diabetes", "loss=least_squares", "epochs=1", "seeds=1", "model.hidden=[4]")
    found = run(one, one.data(), lambda _: None)
    assert not any("log_loss" in column for column in found.replicas)
