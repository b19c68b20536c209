"""Would other reasonable analyses have said the same?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from build import a_claim, led, spread
from scipy import stats

from reports.claims.arm import PUBLISHED, TUNED
from reports.claims.metric import METRICS
from reports.claims.outcome import Outcome
from reports.evidence import multiverse
from reports.evidence.multiverse import Analysis, agreement
from reports.statistics import arms
from reports.verdicts import verdict

NAN = float("nan")
ACCURACY = METRICS["accuracy"]
CLAIM = a_claim(rivals=("adagrad", "sgd"))


def test_signed_ranks_are_scipys():
    rng = np.random.default_rng(0)
    for _ in range(5):
        values = rng.normal(0.3, 1, 7).round(1)
        values[1] = -values[0]
        ours = multiverse._signed_ranks(values)(0.0)
        theirs = [1 - stats.wilcoxon(values, alternative=way).pvalue for way in ("greater", "less")]
        assert ours == pytest.approx(theirs)
    assert multiverse._signed_ranks(np.full(5, 0.01))(0.01) == (0.0, 0.0)
    assert multiverse._signed_ranks(np.full(5, 0.02))(0.01) == pytest.approx((1 - 1 / 32, 0.0))


def outcomes(advantage: float, kind: str = "superiority") -> set[Outcome]:
    claim = a_claim(kind, rivals=("adagrad", "sgd"))
    table = led(spread(8, 5, 0.002), 0.002, adagrad=advantage, sgd=advantage)
    found = multiverse.analyses(TUNED, verdict.judge(claim, table))
    assert len(found) == 6
    return {one.outcome for one in found}


def test_where_the_answer_is_plain_all_analyses_agree():
    assert outcomes(0.05) == {Outcome.SUPPORTED}
    assert outcomes(0.0) == {Outcome.EQUIVALENT}
    assert outcomes(-0.05) == {Outcome.REVERSED}
    assert outcomes(0.0, "near_optimal") == {Outcome.SUPPORTED}
    assert outcomes(-0.05, "near_optimal") == {Outcome.REVERSED}


def test_metrics_that_answer_the_same_question_are_analyses_too(usual):
    """Simulated Brier scores are 2 − 2 · accuracy and their ROPE is twice that of accuracy: nothing may change."""
    by_metric = {
        metric: [
            (one.arm, one.test, one.aggregation, one.outcome) for one in usual.analyses if one.metric.name == metric
        ]
        for metric in ("accuracy", "brier", "log_loss")
    }
    assert len(by_metric["accuracy"]) == 12
    assert by_metric["brier"] == by_metric["accuracy"]
    assert by_metric["log_loss"] == []  # not simulated
    without = usual.recorded.replicas.copy()
    without.loc[without["contestant"] == "sgd", "test_brier"] = NAN  # predicts no probabilities
    reached = {TUNED: usual.verdict}
    assert {one.metric for one in multiverse.multiverse(CLAIM, without, reached)} == {ACCURACY}


def test_a_metric_that_asks_something_else_has_no_other_metric_beside_it(usual):
    claim = a_claim(rivals=("adagrad", "sgd"), metric="divergence")
    own = arms.observe(usual.recorded.replicas, claim, TUNED)
    found = multiverse.multiverse(claim, usual.recorded.replicas, {TUNED: verdict.judge(claim, own)})
    assert {one.metric for one in found} == {METRICS["divergence"]}


def test_agreement_is_counted_against_the_claims_own_analysis():
    said = [Outcome.SUPPORTED, Outcome.SUPPORTED, Outcome.UNDECIDED, Outcome.REVERSED]
    found = [Analysis(ACCURACY, PUBLISHED, "t test", "mean", outcome) for outcome in said]
    found.append(Analysis(ACCURACY, TUNED, "hierarchical model", "mean", Outcome.SUPPORTED))
    assert agreement(CLAIM, found) == (
        "of 4 other reasonable analyses, 2 agree with SUPPORTED, 1 leave it undecided and 1 say something else"
    )
    open_ = [*found[:4], replace(found[4], outcome=Outcome.UNDECIDED)]
    assert agreement(CLAIM, open_) == "of 4 other reasonable analyses, 1 agree with UNDECIDED and 3 decide it"


@pytest.mark.parametrize("test", [multiverse._t, multiverse._signed_ranks])
def test_swapping_the_contestants_mirrors_a_test(test):
    for sign in (1, -1):
        values = sign * np.array([0.02, -0.01, 0.03, 0.004])
        assert test(values)(0.01) == pytest.approx(test(-values)(-0.01)[::-1])
