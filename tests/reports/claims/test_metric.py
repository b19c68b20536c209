"""What a claim can be about."""

from __future__ import annotations

import pytest

from reports.claims.metric import METRICS, SCORE, SCORES


def test_every_metric_has_words_and_a_rope():
    assert all(metric.said and metric.why and metric.rope > 0 for metric in METRICS.values())
    assert all(str(metric) == name == metric.name for name, metric in METRICS.items())


def test_every_score_is_a_metric_and_no_other_metric_is_called_like_the_one_left_open():
    assert set(SCORES) < set(METRICS)
    assert SCORE.name not in METRICS
    assert {METRICS[name].rope for name in SCORES} == {SCORE.rope}  # so a claim may leave it to the data


@pytest.mark.parametrize("metric", METRICS.values(), ids=str)
def test_a_metric_can_be_had_of_some_data(metric):
    assert set(metric.scores) <= set(SCORES)
    assert metric.scores
    assert metric.recorded
