from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels

from models.losses import LINKS, AbsoluteError, CrossEntropy, Hinge, Huber, LeastSquares

LOSSES = [level.build() for level in levels("loss")] + [LeastSquares(link) for link in LINKS]


def one_hot(labels: np.ndarray, classes: int, dtype=np.float64) -> np.ndarray:
    return np.eye(classes, dtype=dtype)[labels]


def value(loss, logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return loss.value(loss.predict(logits, np.empty_like(logits)), targets)


def gradient(loss, logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    predictions = loss.predict(logits, np.empty_like(logits))
    loss.gradient(predictions, targets)
    return predictions


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
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found, grad = value(loss, logits, targets), gradient(loss, logits, targets)
    assert found.dtype == grad.dtype == dtype
    assert np.isfinite(found).all()
    assert np.isfinite(grad).all()


@pytest.mark.parametrize("level", levels("loss"), ids=ids)
def test_the_link_may_write_where_it_reads(level):
    loss = level.build()
    logits = np.random.default_rng(0).normal(size=(2, 4, 3))
    apart = loss.predict(logits, np.empty_like(logits))
    np.testing.assert_array_equal(loss.predict(logits, out=logits), apart)


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


def test_a_certain_mistake_costs_a_finite_amount():
    logits, targets = np.array([[[1e4, 0.0]]], np.float32), one_hot(np.array([[1]]), 2, np.float32)
    assert 80 < value(CrossEntropy(), logits, targets)[0] < 90  # −log of the smallest float32


def test_a_link_that_is_none():
    with pytest.raises(ValueError, match="link must be one of identity, sigmoid, softmax, not 'relu'"):
        LeastSquares("relu")
