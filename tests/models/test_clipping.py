"""Clipping by hand, and what it does to gradients that are no numbers."""

from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels, named

LEVELS = levels("clipping")


def clipped(name: str, grads: list[list[float]], dtype: str = "float64", **changed: float) -> np.ndarray:
    array = np.array(grads, dtype)
    named("clipping", name).build(**changed).clip(array, np.empty((len(array), 1), dtype))
    return array


def test_by_norm_by_hand():
    """A replica of norm 5, one of norm 1/2 that stays as it is, one of 0."""
    ours = clipped("norm", [[3.0, -4.0], [0.3, -0.4], [0.0, 0.0]], max_norm=2.0)
    np.testing.assert_allclose(ours[0], [3 * 2 / 5.000001, -4 * 2 / 5.000001], rtol=1e-12)
    assert ours[1:].tolist() == [[0.3, -0.4], [0.0, 0.0]]


def test_by_value_by_hand():
    assert clipped("value", [[3.0, -4.0, 0.5, np.inf]], max_value=2.0).tolist() == [[2.0, -2.0, 0.5, 2.0]]


def test_no_clipping_changes_nothing():
    assert clipped("none", [[3e30, -4.0]]).tolist() == [[3e30, -4.0]]


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_no_number_stays_none_and_its_neighbours_do_not_notice(level):
    usual = [[3.0, -4.0], [0.3, 7.0]]
    ours = clipped(level.name, [usual[0], [np.nan, 1.0], usual[1]], "float32")
    assert np.isnan(ours[1, 0])
    np.testing.assert_array_equal(ours[[0, 2]], clipped(level.name, usual, "float32"))


def test_an_infinite_norm_is_a_divergence():
    with np.errstate(invalid="ignore"):
        ours = clipped("norm", [[np.inf, 1.0], [3.0, 4.0]])
    assert np.isnan(ours[0, 0])
    assert np.isfinite(ours[1]).all()


@pytest.mark.parametrize("count", [1, 7, 100, 8193, 20_000])
@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_a_replica_alone_is_clipped_as_in_a_stack_bit_for_bit(level, count):
    """Also where a row is longer than NumPy's buffer of 8192."""
    grads = np.random.default_rng(0).normal(size=(7, count)).astype(np.float32)
    together = clipped(level.name, grads, "float32")
    assert together.dtype == np.float32
    for place in range(7):
        np.testing.assert_array_equal(clipped(level.name, grads[place : place + 1], "float32")[0], together[place])


@pytest.mark.parametrize(("name", "field"), [("norm", "max_norm"), ("value", "max_value")])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_a_bound_is_positive_and_finite(name, field, value):
    with pytest.raises(ValueError, match=f"{field} must be above 0"):
        named("clipping", name).build(**{field: value})
