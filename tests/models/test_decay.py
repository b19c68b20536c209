"""Weight decay by hand."""

from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels, named

LEVELS = levels("decay")


def decayed(name: str, lr: object, dtype: str = "float64", **changed: float) -> tuple[np.ndarray, np.ndarray]:
    params, grads = np.array([[2.0, -4.0], [1.0, 0.0]], dtype), np.array([[0.5, 0.5], [0.0, 3.0]], dtype)
    named("decay", name).build(**changed).apply(params, grads, lr, np.empty_like(params))
    assert params.dtype == grads.dtype == dtype
    return params, grads


def test_l2_adds_to_the_gradient():
    params, grads = decayed("l2", 0.1, weight_decay=0.25)
    assert params.tolist() == [[2.0, -4.0], [1.0, 0.0]]
    assert grads.tolist() == [[1.0, -0.5], [0.25, 3.0]]


def test_decoupled_shrinks_the_parameters():
    params, grads = decayed("decoupled", np.array([[0.5], [1.0]]), weight_decay=0.25)
    assert params.tolist() == [[1.75, -3.5], [0.75, 0.0]]
    assert grads.tolist() == [[0.5, 0.5], [0.0, 3.0]]


def test_the_gradient_of_l2_is_that_of_its_penalty():
    """weight_decay/2 · ‖θ‖², by central differences, which are exact for a parabola."""
    params, grads = decayed("l2", 0.1, weight_decay=0.3)
    start, step = decayed("none", 0.1)[1], 0.5
    for at in np.ndindex(params.shape):
        above, below = params.copy(), params.copy()
        above[at] += step
        below[at] -= step
        penalties = [0.3 / 2 * (theta**2).sum() for theta in (above, below)]
        assert grads[at] - start[at] == pytest.approx((penalties[0] - penalties[1]) / (2 * step), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_a_decay_of_0_changes_nothing_and_float32_stays_float32(level):
    changed = dict.fromkeys(level.entries, 0.0)
    for ours, usual in zip(decayed(level.name, 0.1, "float32", **changed), decayed("none", 0.1), strict=True):
        np.testing.assert_array_equal(ours, usual)


@pytest.mark.parametrize("name", ["l2", "decoupled"])
def test_a_decay_is_not_negative(name):
    with pytest.raises(ValueError, match="weight_decay must be at least 0, not -1"):
        named("decay", name).build(weight_decay=-1.0)
