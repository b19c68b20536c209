from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels

from models.losses import AbsoluteError, CrossEntropy, Hinge, Huber, LeastSquares, Work
from models.losses.links import LINKS

LOSSES = [level.build() for level in levels("loss")] + [LeastSquares(link) for link in LINKS]


def one_hot(labels: np.ndarray, classes: int, dtype=np.float64) -> np.ndarray:
    return np.eye(classes, dtype=dtype)[labels]


def value(loss, logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return loss.value(logits.copy(), targets, Work.beside(logits))


def predictions(loss, logits: np.ndarray) -> np.ndarray:
    found = logits.copy()
    loss.predict(found, Work.beside(logits))
    return found


def gradient(loss, logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    found = predictions(loss, logits)
    loss.gradient(found, targets, Work.beside(logits))
    return found


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("classes", [2, 5])
def test_the_gradient_along_random_directions(loss, classes):
    rng = np.random.default_rng(1)
    logits, targets = rng.normal(size=(3, 7, classes)), one_hot(rng.integers(0, classes, (3, 7)), classes)
    grad = gradient(loss, logits, targets)
    for _ in range(3):
        direction, step = rng.normal(size=logits.shape), 1e-5
        numeric = (
            value(loss, logits + step * direction, targets) - value(loss, logits - step * direction, targets)
        ) / (2 * step)
        np.testing.assert_allclose((grad * direction).sum(axis=(1, 2)), numeric, rtol=1e-7)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_logits_are_safe(loss, dtype):
    logits = np.array([[[1e4, -1e4, 0.0], [-1e4, 1e4, 3.0]]], dtype)
    targets = one_hot(np.array([[1, 1]]), 3, dtype)
    with np.errstate(under="ignore"):  # exp(−10,000) is 0
        found, grad = value(loss, logits, targets), gradient(loss, logits, targets)
    assert found.dtype == grad.dtype == dtype
    assert np.isfinite(found).all()
    assert np.isfinite(grad).all()


@pytest.mark.parametrize("level", levels("loss"), ids=ids)
@pytest.mark.parametrize("outputs", [1, 3])
def test_a_value_leaves_the_predictions_behind_in_any_memory_order(level, outputs):
    loss = level.build()
    if outputs < loss.least_outputs:
        return
    rng = np.random.default_rng(0)
    logits, targets = rng.normal(size=(2, 4, outputs)), rng.integers(0, 2, (2, 4, outputs)).astype(float)
    if outputs > 1:
        targets = one_hot(rng.integers(0, outputs, (2, 4)), outputs)
    by_class = logits.transpose(2, 0, 1).copy().transpose(1, 2, 0)
    expected = value(loss, logits, targets)
    np.testing.assert_allclose(loss.value(by_class, targets, Work.beside(by_class)), expected, rtol=1e-12)
    np.testing.assert_allclose(by_class, predictions(loss, logits), rtol=1e-12)


def test_values_by_hand():
    """Two examples, two classes: logits (0, log 3) and (0, 0), both of class 1, so p = 3/4 and 1/2."""
    logits, targets = np.array([[[0.0, np.log(3)], [0.0, 0.0]]]), one_hot(np.array([[1, 1]]), 2)
    assert value(CrossEntropy(), logits, targets) == pytest.approx((np.log(4 / 3) + np.log(2)) / 2)
    assert value(LeastSquares("softmax"), logits, targets) == pytest.approx((2 / 16 + 2 / 4) / 2)
    assert value(LeastSquares("identity"), logits, targets) == pytest.approx(((np.log(3) - 1) ** 2 + 1) / 2)
    np.testing.assert_allclose(gradient(CrossEntropy(), logits, targets), [[[1 / 8, -1 / 8], [1 / 4, -1 / 4]]])


def test_losses_on_scores_by_hand():
    """Scores (0.5, −2), (3, 0.25), labels 0, 1: errors (−0.5, −2), (3, −0.75), margins (0.5, 2), (−3, 0.25)."""
    scores, targets = np.array([[[0.5, -2.0], [3.0, 0.25]]]), one_hot(np.array([[0, 1]]), 2)
    assert value(AbsoluteError(), scores, targets) == pytest.approx((2.5 + 3.75) / 2)
    assert value(Huber(1.0), scores, targets) == pytest.approx((0.125 + 1.5 + 2.5 + 0.28125) / 2)
    assert value(Hinge(), scores, targets) == pytest.approx((0.5 + 0 + 4 + 0.75) / 2)
    np.testing.assert_allclose(gradient(AbsoluteError(), scores, targets), [[[-0.5, -0.5], [0.5, -0.5]]])
    np.testing.assert_allclose(gradient(Huber(1.0), scores, targets), [[[-0.25, -0.5], [0.5, -0.375]]])
    np.testing.assert_allclose(gradient(Hinge(), scores, targets), [[[-0.5, 0], [0.5, -0.5]]])


def test_a_wide_huber_is_half_of_least_squares():
    rng = np.random.default_rng(0)
    scores, targets = rng.normal(size=(2, 5, 3)), one_hot(rng.integers(0, 3, (2, 5)), 3)
    np.testing.assert_allclose(value(Huber(1e6), scores, targets), 0.5 * value(LeastSquares(), scores, targets))


@np.errstate(under="ignore")  # exp(−10,000) is 0
def test_a_certain_mistake_costs_what_it_costs():
    """p rounds to 0, its logarithm would be infinite: log Σ exp(z) − z of the label is 10,000."""
    logits, targets = np.array([[[1e4, 0.0]]], np.float32), one_hot(np.array([[1]]), 2, np.float32)
    assert value(CrossEntropy(), logits, targets) == np.float32(1e4)
    assert value(CrossEntropy(), np.array([[[-1e4]]]), np.array([[[1.0]]])) == 1e4


def test_one_output_is_two_of_which_one_is_zero():
    """Sigmoid cross-entropy of z is softmax cross-entropy of (0, z), and so is its slope."""
    rng = np.random.default_rng(0)
    z, label = 3 * rng.normal(size=(2, 5, 1)), rng.integers(0, 2, (2, 5))
    both = np.concatenate([np.zeros_like(z), z], axis=-1)
    single = label[..., None].astype(float)
    np.testing.assert_allclose(
        value(CrossEntropy(), z, single), value(CrossEntropy(), both, one_hot(label, 2)), rtol=1e-12
    )
    np.testing.assert_allclose(
        gradient(CrossEntropy(), z, single)[..., 0], gradient(CrossEntropy(), both, one_hot(label, 2))[..., 1]
    )


def test_a_sum_is_the_mean_times_the_batch():
    rng = np.random.default_rng(0)
    logits, targets = rng.normal(size=(2, 5, 3)), one_hot(rng.integers(0, 3, (2, 5)), 3)
    for of in (value, gradient):
        np.testing.assert_allclose(
            of(LeastSquares(reduction="sum"), logits, targets), 5 * of(LeastSquares(), logits, targets)
        )


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("outputs", [1, 3])
def test_the_curvature_is_how_the_gradient_changes(loss, outputs):
    """Central differences of the gradient; the convex part has no negative eigenvalue."""
    if outputs < loss.least_outputs:
        return
    rng = np.random.default_rng(3)
    logits = rng.normal(size=(2, 4, outputs))
    targets = one_hot(rng.integers(0, 3, (2, 4)), 3) if outputs > 1 else rng.integers(0, 2, (2, 4, 1)).astype(float)
    exact = loss.curvature(predictions(loss, logits), targets, convex=False)
    for column in range(outputs):
        step = np.zeros_like(logits)
        step[..., column] = 1e-6
        slope = (gradient(loss, logits + step, targets) - gradient(loss, logits - step, targets)) / 2e-6
        np.testing.assert_allclose(exact[..., column], 4 * slope, rtol=1e-6, atol=1e-8)
    assert np.linalg.eigvalsh(loss.curvature(predictions(loss, logits), targets, convex=True)).min() > -1e-12


def test_a_link_that_is_none():
    with pytest.raises(ValueError, match="link must be one of identity, sigmoid, softmax, not 'relu'"):
        LeastSquares("relu")
