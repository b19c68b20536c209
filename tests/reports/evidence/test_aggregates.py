"""Whole contestants over data sets, against numbers worked out by hand."""

from __future__ import annotations

import pytest
from build import scores
from scipy import stats

from reports.evidence import aggregates


def test_probability_of_improvement_by_hand():
    """On d0 the seeds of a beat b's in 3 of 4 pairs; on d1 in one of 4, and tie in two: (3/4 + 2/4)/2."""
    found = aggregates.probability_of_improvement(scores(a=[[3, 1], [2, 1]], b=[[0, 2], [2, 1]]), "a", "b")
    assert found.mean == pytest.approx((3 / 4 + 2 / 4) / 2)
    assert 0 <= found.low <= found.mean <= found.high <= 1


def test_probability_of_improvement_is_mann_whitney(usual_scores):
    for name, rows in usual_scores.groupby("dataset"):
        u = stats.mannwhitneyu(rows["adam"], rows["sgd"]).statistic / len(rows) ** 2
        alone = usual_scores.loc[[name]]
        assert aggregates.probability_of_improvement(alone, "adam", "sgd").mean == pytest.approx(u)


def test_interquartile_means_by_hand():
    """Of eight scores the two lowest and the two highest are cut off; single failures do not count."""
    found = aggregates.interquartile_means(scores(a=[[0.0, 0.5, 0.6, 0.7], [0.8, 0.9, 1.0, 9.0]]))
    assert found["a"].mean == pytest.approx((0.6 + 0.7 + 0.8 + 0.9) / 4)
    constant = aggregates.interquartile_means(scores(a=[[0.5] * 4, [0.5] * 4]))["a"]
    assert (constant.low, constant.high) == (0.5, 0.5)


def test_the_bootstrap_keeps_to_data_sets():
    """Seeds that agree within every data set leave nothing to resample, however different the data sets are."""
    found = aggregates.interquartile_means(scores(a=[[0.1] * 3, [0.5] * 3, [0.9] * 3]))["a"]
    assert found.low == found.high == found.mean


def test_profiles_by_hand():
    """d0 has two seeds, of weight 1/4 each; d1 has one, of weight 1/2."""
    found = aggregates.profiles(scores(a=[[0.9, 0.8], [0.7]], b=[[0.9, 0.9], [0.5]]))
    points = {name: list(zip(own["tau"], own["share"], strict=True)) for name, own in found.groupby("contestant")}
    assert points["a"] == [(0.0, pytest.approx(0.75)), (0.1, pytest.approx(1.0))]
    assert points["b"] == [(0.0, pytest.approx(0.5)), (0.2, pytest.approx(1.0))]


def test_swapping_the_contestants_mirrors_an_improvement(usual_scores):
    sides = ("adam", "sgd"), ("sgd", "adam")
    there, back = (aggregates.probability_of_improvement(usual_scores, *names) for names in sides)
    assert (back.mean, back.low, back.high) == pytest.approx((1 - there.mean, 1 - there.high, 1 - there.low))
