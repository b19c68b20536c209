"""Holm's thresholds, worked out by hand."""

from __future__ import annotations

import pytest

from reports.statistics import holm


def test_holm_by_hand():
    """α = 0.05 and three statements: the strongest needs 1 − 0.05/3, the next 1 − 0.05/2, the last 0.95."""
    thresholds = holm.thresholds({"a": 0.96, "b": 0.99, "c": 0.98}, 0.95)
    assert thresholds["b"] == pytest.approx(1 - 0.05 / 3)
    assert thresholds["c"] == pytest.approx(1 - 0.05 / 2)
    assert thresholds["a"] == pytest.approx(0.95)


def test_after_the_first_that_fails_none_is_decided():
    thresholds = holm.thresholds({"a": 0.96, "b": 0.97, "c": 0.96}, 0.95)
    assert all(threshold > 1 for threshold in thresholds.values())


def test_all_alike_and_below_the_first_threshold():
    """Three at P = 0.97: one alone would do at 0.95, of three the first needs 1 − 0.05/3."""
    needed = holm.thresholds(dict.fromkeys("abc", 0.97), 0.95)
    assert all(threshold > 1 for threshold in needed.values())


def test_what_may_be_spent_now_is_asked_for_each_statement():
    """As at one of several looks: half of α for a, and none of it for b, which then no probability decides."""
    share = {"a": 0.5, "b": 0.0}
    thresholds = holm.thresholds({"a": 0.99, "b": 0.98}, 0.95, lambda name, alpha: share[name] * alpha)
    assert thresholds["a"] == pytest.approx(1 - 0.5 * 0.025)
    assert thresholds["b"] > 0.99999
    assert holm.at_once("a", 0.05) == 0.05
