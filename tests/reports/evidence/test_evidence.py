"""The evidence beside a verdict, collected."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from build import a_claim, exhibit, judged, judged_in_full, simulated

from reports.claims.metric import METRICS
from reports.evidence import divergence, secondary


def test_names_and_order_of_data_sets_and_seeds_do_not_matter(hurried, usual, usual_exhibit):
    names = {"digits": "z", "moons": "y", "wine": "x", "iris": "w"}
    other = usual.recorded.replicas.sample(frac=1, random_state=0)
    other = other.assign(dataset=other["dataset"].map(names), seed=9 - other["seed"])
    again = exhibit(judged(replace(usual.recorded, replicas=other))).evidence.described
    first = usual_exhibit.evidence.described
    for ours, theirs in zip(first.rivals, again.rivals, strict=True):
        assert theirs.improvement.mean == pytest.approx(ours.improvement.mean)
        assert theirs.improvement.low == pytest.approx(ours.improvement.low, abs=0.02)
        assert theirs.heterogeneity.tau == pytest.approx(ours.heterogeneity.tau)
    assert again.ranks.mean == pytest.approx(first.ranks.mean)
    assert {n: i.mean for n, i in again.middle.items()} == pytest.approx({n: i.mean for n, i in first.middle.items()})
    pd.testing.assert_frame_equal(again.profiles, first.profiles)
    assert [one.shares for one in again.components] == [pytest.approx(one.shares) for one in first.components]


def test_two_contestants_on_one_data_set_have_what_there_is(hurried, usual):
    alone = judged_in_full(simulated(usual.claim, ("wine",), seeds=5, trials=4, epochs=2))
    found = exhibit(alone).evidence.described
    assert found.ranks is None
    assert found.components == []
    assert [rival.heterogeneity for rival in found.rivals] == [None, None]
    assert alone.analyses == []


def test_what_no_seed_has_of_all_contestants_is_not_described(hurried, usual):
    """Data sets of one contestant only: no seed has all three."""
    rows = usual.observations
    apart = rows[rows["contestant"].map({"adam": "wine", "adagrad": "iris", "sgd": "moons"}) == rows["dataset"]]
    assert exhibit(replace(usual, observations=apart)).evidence.described is None


def test_everything_is_of_the_claim_that_was_judged(usual, usual_exhibit):
    claim, found, replicas = usual.claim, usual_exhibit.evidence, usual.recorded.replicas
    assert list(found.budgets) == list(claim.rivals)
    assert [rate.contestant for rate in found.rates] == list(claim.contestants)
    assert found.rates == divergence.rates(replicas, claim.contestants)
    assert found.discordant == divergence.discordant(replicas, claim.favourite, claim.rivals)
    assert found.others == secondary.compare(claim, replicas)


@pytest.mark.parametrize("metric", ["accuracy", "divergence"])
def test_a_budget_has_no_curve_where_nothing_was_tuned_or_all_trials_count(hurried, usual, metric):
    """A share of all trials is the same whatever is chosen among them."""
    claim = a_claim(rivals=("adagrad", "sgd"), metric=metric)
    trials = usual.recorded.replicas["trial"] if metric == "divergence" else 0
    few = usual.recorded.replicas[usual.recorded.replicas["trial"] == trials]
    assert exhibit(judged(replace(usual.recorded, claim=claim, replicas=few))).evidence.budgets == {}


def test_of_a_metric_where_less_is_better_the_middle_is_shown_as_it_is(hurried, usual, usual_exhibit):
    """Simulated Brier scores are 2 − 2 · accuracy."""
    claim = a_claim(rivals=("adagrad", "sgd"), metric="brier")
    found = exhibit(judged(replace(usual.recorded, claim=claim))).evidence.described.middle
    assert METRICS["brier"].smaller
    for name, accuracy in usual_exhibit.evidence.described.middle.items():
        assert found[name].mean == pytest.approx(2 - 2 * accuracy.mean)
        assert (found[name].low, found[name].high) == pytest.approx((2 - 2 * accuracy.high, 2 - 2 * accuracy.low))
