"""Every metric of a claim: which way is better, what a trial is chosen by, and what stands beside the verdict."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from recorded import a_claim, simulate

from reports import effects
from reports import report
from reports.claims import metric as metrics
from reports.evidence import divergence
from reports.evidence import secondary
from reports.errors import ClaimError, TooFewPairs
from reports.claims.metric import METRICS

NAN = float("nan")


def replicas(*rows: tuple) -> pd.DataFrame:
    """contestant, seed, trial, validation_brier, test_brier, diverged_at."""
    columns = ["contestant", "seed", "trial", "validation_brier", "test_brier", "diverged_at"]
    table = pd.DataFrame(rows, columns=columns).assign(
        dataset="digits", n_train=60, n_test=25, test_brier_of_constant=1.5
    )
    return table.assign(validation_accuracy=1 - table["seed"] / 10, test_accuracy=0.5, test_accuracy_of_constant=0.1)


def test_where_less_is_better_the_smallest_is_chosen_and_the_favourite_with_less_is_ahead():
    table = replicas(
        ("adam", 0, 0, 0.4, 0.9, NAN), ("adam", 0, 1, 0.3, 0.2, NAN), ("sgd", 0, 0, 0.1, 0.5, NAN),
    )  # fmt: skip
    seen = effects.observe(table, "brier")
    assert seen["trial"].tolist() == [1, 0]
    assert effects.pair(seen, "adam", "sgd")["difference"].tolist() == pytest.approx([0.3])


def test_a_diverged_replica_counts_as_the_constant_guess_there_too():
    table = replicas(("adam", 0, 0, NAN, NAN, 1.0), ("sgd", 0, 0, 0.1, 0.5, NAN))
    assert effects.pair(effects.observe(table, "brier"), "adam", "sgd")["difference"].tolist() == [-1.0]


def test_other_metrics_are_those_of_the_trials_that_the_claims_own_chose():
    table = replicas(("adam", 0, 0, 0.1, 0.9, NAN), ("adam", 0, 1, 0.3, 0.2, NAN))
    table["validation_accuracy"] = [0.6, 0.8]
    (chosen,) = effects.observe(table, "brier", chosen_by="accuracy").to_dict("records")
    assert (chosen["trial"], chosen["value"]) == (1, -0.2)
    for metric in ("divergence", "epochs_to_target"):  # these have no validation value: the score chooses
        assert effects.observe(table, metric)["trial"].tolist() == [1]


def test_divergence_is_the_share_of_a_seeds_trials_whichever_is_chosen():
    table = replicas(
        ("adam", 0, 0, 0.1, 0.1, NAN), ("adam", 0, 1, NAN, NAN, 2.0), ("adam", 0, 2, 0.1, 0.1, NAN),
        ("adam", 0, 3, 0.1, 0.1, NAN), *[("sgd", 0, trial, NAN, NAN, 1.0) for trial in range(4)],
    )  # fmt: skip
    assert effects.observe(table, "divergence")["value"].tolist() == [-0.25, -1.0]
    assert effects.observe(table, "divergence", 1)["value"].tolist() == [0.0, -1.0]
    assert effects.pair(effects.observe(table, "divergence"), "adam", "sgd")["difference"].tolist() == [0.75]


def test_divergence_is_by_cell_where_a_word_is_swept():
    """Of adam's deep networks half diverge, of its shallow ones none; of sgd's none at all."""
    rows = {("adam", "1"): NAN, ("adam", "5"): 2.0, ("sgd", "1"): NAN, ("sgd", "5"): NAN}
    table = pd.concat(
        replicas((name, 0, 0, 0.1, 0.1, NAN), (name, 0, 1, 0.1, 0.1, at)).assign(cell=f"{name}-{depth}", swept=depth)
        for (name, depth), at in rows.items()
    ).reset_index(drop=True)
    seen = effects.observe(table, "divergence")
    assert dict(zip(seen["cell"], seen["value"], strict=True)) == {"adam-1": 0, "adam-5": -0.5, "sgd-1": 0, "sgd-5": 0}
    assert effects.pair(seen, "adam", "sgd")["difference"].tolist() == [-0.25]
    deep = effects.pair(seen[seen["swept"] == "5"], "adam", "sgd")
    assert deep["difference"].tolist() == [-0.5]
    assert deep["step"].item() ** 2 / 6 == pytest.approx(2 * (1.5 / 9) * (1 - 1.5 / 9) / 2)  # 2 p (1 − p)/n, n = 2


def test_none_of_many_that_diverged_is_a_measurement_and_none_of_few_is_not():
    """12 data sets × 10 seeds × 8 trials each, none of which diverged; and 2 × 2 × 1."""
    for shape, sure in (((12, 10, 8), True), ((2, 2, 1), False)):
        index = pd.MultiIndex.from_product([("adam", "sgd"), *map(range, shape)])
        table = pd.DataFrame(list(index), columns=["contestant", "dataset", "seed", "trial"])
        table = table.assign(diverged_at=NAN, validation_accuracy=0.5, n_train=60, n_test=25)
        pairs = effects.pair(effects.observe(table, "divergence"), "adam", "sgd")
        p = effects.Probabilities.of(effects.posterior(pairs, np.random.default_rng(0)).mean, 0.05)
        assert (p.equivalent > 0.95) is sure


@pytest.fixture(scope="module")
def recorded():
    return simulate(a_claim(rivals=["adagrad"]), ("digits", "moons", "wine"), seeds=3, trials=3, diverging="adagrad")


@pytest.mark.parametrize("metric", ["brier", "epochs_to_target", "divergence"])
def test_swapping_the_contestants_mirrors_every_number(recorded, metric):
    there, back = (
        secondary.compare(a_claim([rival], favourite=favourite, secondary=[metric]), recorded.replicas).compared[0]
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


def test_a_verdict_by_a_metric_that_nobody_has_is_refused_in_words(recorded, monkeypatch):
    monkeypatch.setattr(report.load, "read", lambda _, __, claim, ___: replace(recorded, claim=claim))
    claim = a_claim(metric="time_to_target")
    with pytest.raises(TooFewPairs, match="hydra/launcher=basic runs one cell at a time"):
        report.judge(report.Case(claim.as_mapping(), "", "1", {}))


def test_a_verdict_by_every_other_metric(recorded, monkeypatch):
    monkeypatch.setattr(report.load, "read", lambda _, __, claim, ___: replace(recorded, claim=claim))
    for name in ("brier", "epochs_to_target", "divergence"):
        judged = report.judge(report.Case(a_claim(metric=name).as_mapping(), "", "1", {}))
        assert judged.claim.rope == METRICS[name].rope
        assert "accuracy" in {row.metric.name for row in judged.others.compared}
        assert name not in {row.metric.name for row in judged.others.compared}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"secondary": "brier"}, "secondary must be a list with at least one metric"),
        ({"secondary": ["speed"]}, "secondary names 'speed'; allowed: accuracy, r2, log_loss"),
        ({"secondary": [["brier"]]}, "secondary has the value"),
        ({"secondary": ["accuracy"]}, "secondary names 'accuracy', which is the claim's own metric"),
        ({"secondary": ["brier", "brier"]}, "secondary may name every metric once only"),
    ],
)
def test_secondary_metrics_that_are_none(entries, message):
    with pytest.raises(ClaimError, match=message.replace("[", r"\[")):
        a_claim(**entries)


def test_the_usual_rope_is_that_of_the_metric_and_a_claims_own_goes_before_it():
    assert a_claim(metric="epochs_to_target").rope == 1.0
    assert a_claim(metric="epochs_to_target", rope=3).rope == 3
    assert a_claim().rope == 0.01
    assert a_claim(secondary=["brier"]).as_mapping()["secondary"] == ["brier"]


def test_rates_of_divergence_with_wilsons_interval():
    """0 of 10: 0 to z²/(n + z²) = 0.2775; 5 of 10: 0.2366 to 0.7634 (Wilson 1927, z = 1.96)."""
    table = replicas(*[("adam", seed, 0, 0.1, 0.1, NAN) for seed in range(10)],
                     *[("sgd", seed, 0, 0.1, 0.1, 1.0 if seed < 5 else NAN) for seed in range(10)])  # fmt: skip
    adam, sgd = divergence.rates(table, ("adam", "sgd", "nobody"))
    assert (adam.diverged, adam.count, adam.low) == (0, 10, 0.0)
    assert adam.high == pytest.approx(0.2775, abs=1e-4)
    assert (sgd.low, sgd.high) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_discordant_pairs_by_hand():
    lost = {"adam": [1.0, 1.0, NAN, NAN], "sgd": [1.0, NAN, 2.0, NAN, 1.0]}  # sgd's fifth seed has no partner
    rows = [(name, seed, 0, 0.1, 0.1, at) for name, own in lost.items() for seed, at in enumerate(own)]
    (found,) = divergence.discordant(replicas(*rows), "adam", ("sgd", "nobody"))
    assert (found.favourite_only, found.rival_only, found.both, found.count) == (1, 1, 1, 4)


def test_discordant_pairs_of_swept_values_are_pairs_of_their_own():
    """Shallow networks of sgd diverge, deep ones of adam: two pairs, not one in which both diverged."""
    lost = {("adam", "3"): NAN, ("adam", "5"): 1.0, ("sgd", "3"): 2.0, ("sgd", "5"): NAN}
    table = replicas(*[(name, 0, 0, 0.1, 0.1, at) for (name, _), at in lost.items()])
    (found,) = divergence.discordant(table.assign(swept=[depth for _, depth in lost]), "adam", ["sgd"])
    assert (found.favourite_only, found.rival_only, found.both, found.count) == (1, 1, 0, 2)


def test_every_metric_has_words_and_a_rope():
    assert all(metric.said and metric.why and metric.rope > 0 for metric in METRICS.values())
    assert set(metrics.TO_TARGET) | set(metrics.PROBABILISTIC) | set(metrics.SCORES) < set(METRICS)
