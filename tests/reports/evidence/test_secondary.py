"""A claim's other metrics: the same networks, compared by the same model."""

from __future__ import annotations

import numpy as np
import pytest
from build import a_claim, simulated, two_depths

from reports.claims.metric import METRICS
from reports.evidence import secondary
from reports.statistics.observations import observe, pair
from reports.statistics.posterior import posterior

NAN = float("nan")


@pytest.fixture(scope="module")
def recorded():
    return simulated(a_claim(), ("digits", "moons", "wine"), seeds=3, trials=3, diverging="adagrad")


@pytest.mark.parametrize("metric", ["brier", "epochs_to_target", "divergence"])
def test_swapping_the_contestants_mirrors_every_number(recorded, metric):
    there, back = (
        secondary.compare(a_claim(rivals=[rival], favourite=favourite, secondary=[metric]), recorded.replicas).compared[
            0
        ]
        for favourite, rival in (("adam", "adagrad"), ("adagrad", "adam"))
    )
    close = 0.02 * (there.effect.high - there.effect.low) + 0.003
    assert there.effect.mean == pytest.approx(-back.effect.mean, abs=close)
    assert there.probabilities.better == pytest.approx(back.probabilities.worse, abs=0.01)


def test_all_that_was_measured_is_compared_and_what_was_not_is_said(recorded):
    others = secondary.compare(recorded.claim, recorded.replicas)
    assert [row.metric.name for row in others.compared] == ["brier", "epochs_to_target", "divergence"]
    reasons = {metric.name: why for metric, why in others.absent}
    assert reasons["log_loss"] == "it was not recorded"
    assert "shared the processors" in reasons["time_to_target"]
    assert others.compared[0].effect.mean > 0  # adam is better, so its Brier score is lower


def test_a_contestant_without_probabilities_is_named(recorded):
    without = recorded.replicas.copy()
    without.loc[without["contestant"] == "adagrad", [c for c in without if "brier" in str(c)]] = NAN
    others = secondary.compare(a_claim(secondary=["brier"]), without)
    assert [why for _, why in others.absent] == ["adagrad predicted no probabilities"]


@pytest.mark.parametrize("metric", ["accuracy", "brier", "epochs_to_target", "divergence"])
def test_beside_a_claim_as_published_stand_the_published_networks(metric):
    """By every other metric, too; a trial that was only tuned has no say in what stands beside the verdict."""
    own = "brier" if metric == "accuracy" else "accuracy"
    claim, replicas = (
        a_claim(metric=own, secondary=[metric], arm="published", modifiers=["model.repeats"]),
        two_depths(),
    )
    (found,) = secondary.compare(claim, replicas).compared
    (alone,) = secondary.compare(claim, replicas[replicas["trial"] == 0]).compared
    assert found == alone
    published = pair(observe(replicas[replicas["trial"] == 0], METRICS[metric]), "adam", "adagrad")
    assert found.effect.mean == pytest.approx(posterior(published, np.random.default_rng(20260101)).mean.mean())
