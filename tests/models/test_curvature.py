"""Second derivatives against central differences of the gradient, and against closed forms."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from networks import network, targets_of, tasks
from registry import levels, named

from models.losses import CrossEntropy, LeastSquares
from models.objective import Objective
from models.optimizers.second_order import curvature
from models.optimizers.second_order.curvature import gauss_newton, hessian


def some_batch(activation, loss, task, hidden):
    rng = np.random.default_rng(0)
    x, targets = rng.normal(size=(2, 6, 3)), targets_of(task, rng)
    return Objective(network(hidden, activation, outputs=targets.shape[-1]), loss).on(x, targets)


def numeric_hessian(batch) -> np.ndarray:
    start, found, step = batch.params.copy(), [], 1e-6
    for place in range(start.shape[1]):
        sides = []
        for sign in (1, -1):
            batch.params[...] = start
            batch.params[:, place] += sign * step
            batch.gradient()
            sides.append(batch.grads.copy())
        found.append((sides[0] - sides[1]) / (2 * step))
    batch.params[...] = start
    return np.stack(found, axis=1)


@pytest.mark.parametrize(
    ("activation", "loss", "task"),
    [(a, loss, task) for a, loss in itertools.product(levels("activation"), levels("loss")) for task in tasks(loss)],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_the_hessian_is_how_the_gradient_changes(activation, loss, task):
    batch = some_batch(activation.build(), loss.build(), task, [4, 3])
    exact = hessian(batch)
    np.testing.assert_allclose(exact, numeric_hessian(batch), atol=1e-7 * max(1, np.abs(exact).max()))
    assert np.linalg.eigvalsh(gauss_newton(batch)).min() > -1e-10


@pytest.mark.parametrize("loss", [CrossEntropy(), LeastSquares()], ids=repr)
def test_a_linear_networks_hessian_is_its_gauss_newton_matrix(loss):
    batch = some_batch(named("activation", "tanh").build(), loss, "classes", [])
    np.testing.assert_allclose(hessian(batch), gauss_newton(batch), atol=1e-12)


def test_gauss_newton_of_least_squares_on_a_line_is_its_normal_matrix():
    batch = some_batch(named("activation", "tanh").build(), LeastSquares(), "numbers", [])
    x = np.concatenate([batch.x, np.ones((2, 6, 1))], axis=2)
    np.testing.assert_allclose(gauss_newton(batch), 2 / 6 * x.swapaxes(1, 2) @ x, rtol=1e-12)


@pytest.mark.parametrize("matrix", [hessian, gauss_newton])
def test_blocks_do_not_matter(matrix, monkeypatch):
    batch = some_batch(named("activation", "tanh").build(), CrossEntropy(), "classes", [4])
    whole = matrix(batch)
    monkeypatch.setattr(curvature, "BLOCK_BYTES", 1)
    np.testing.assert_allclose(matrix(batch), whole, rtol=1e-10, atol=1e-12)
