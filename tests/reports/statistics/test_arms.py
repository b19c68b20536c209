"""Two arms from one sweep, and the budgets between them: against hand-worked draws and the closed form."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest
from build import a_claim, simulated, two_depths

from reports.claims.arm import PUBLISHED, TUNED
from reports.evidence import aggregates
from reports.statistics import arms, observations, posterior
from reports.statistics.posterior import CHAINS
from reports.verdicts import verdict

CLAIM = a_claim()


@pytest.fixture(scope="module")
def recorded():
    return simulated(CLAIM, ("digits", "moons", "wine"), seeds=4, trials=5, epochs=2, diverging="adagrad")


@pytest.fixture(scope="module")
def curve(recorded) -> pd.DataFrame:
    return arms.by_budget(recorded.replicas, CLAIM, "adagrad")


def test_as_published_is_trial_0_and_tuned_the_best_on_validation(recorded):
    assert set(arms.observe(recorded.replicas, CLAIM, PUBLISHED)["trial"]) == {0}
    tuned = arms.observe(recorded.replicas, CLAIM, TUNED)
    pd.testing.assert_frame_equal(tuned, observations.observe(recorded.replicas, CLAIM.metric))


@pytest.mark.parametrize(("arm", "row"), [(PUBLISHED, 0), (TUNED, -1)], ids=str)
def test_the_curve_begins_and_ends_at_the_two_arms(recorded, curve, arm, row):
    (rival,) = verdict.judge(CLAIM, arms.observe(recorded.replicas, CLAIM, arm)).rivals
    there, p, effect = curve.iloc[row], rival.probabilities, rival.effect
    assert (there["better"], there["equivalent"], there["worse"]) == pytest.approx((p.better, p.equivalent, p.worse))
    assert (there["mean"], there["low"], there["high"]) == pytest.approx((effect.mean, effect.low, effect.high))


def test_of_the_trials_that_take_part_validation_chooses_and_the_earliest_of_equals():
    validation = np.array([[0.5, 0.9, 0.7], [0.6, 0.6, -np.inf]])
    value = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    taken = np.array([[True, True, True], [True, False, True]])
    np.testing.assert_array_equal(arms.best(validation, value, taken), [[0.2, 0.4], [0.3, 0.4]])


def draws(trials: int) -> list[np.ndarray]:
    """Which trials take part, (CHAINS, trials), at every budget from 1 on: the same for favourite and rival."""
    taken = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "KEPT", 2)  # nobody looks at what is drawn from the posterior here
        patch.setattr(posterior, "WARM_UP", 2)
        best = arms.best
        patch.setattr(arms, "best", lambda *table: (taken.append(table[-1]), best(*table))[1])
        arms.by_budget(simulated(CLAIM, ("iris", "wine"), 2, trials, epochs=2).replicas, CLAIM, "adagrad")
    for ours, theirs in zip(taken[::2], taken[1::2], strict=True):
        np.testing.assert_array_equal(ours, theirs)
    return taken[::2]


@pytest.fixture(scope="module")
def of_sixteen() -> list[np.ndarray]:
    return draws(16)


@pytest.mark.parametrize("k", [1, 3, 16])
def test_every_draw_has_the_default_and_k_trials(of_sixteen, k):
    assert len(of_sixteen) == 16
    drawn = of_sixteen[k - 1]
    assert drawn[:, 0].all()
    assert (drawn.sum(axis=1) == k).all()
    many = comb(15, k - 1)
    assert len(np.unique(drawn, axis=0)) >= (1 if many == 1 else 0.6 * CHAINS)  # some are drawn twice


def test_the_mean_over_draws_is_the_expected_best_of_k():
    """Of T trials and k draws with trial 0 among them, the trial of rank r is chosen in closed form.

    Ranked by validation, better first, with the default at place z: a trial before it is chosen if it is drawn and
    none of the r before it is, C(T − 2 − r, k − 2) of C(T − 1, k − 1) draws; the default if none before it is drawn.
    """
    rng, trials, k = np.random.default_rng(0), 7, 4
    validation, value = rng.random((1, trials)), rng.random((1, trials))
    order = np.argsort(-validation[0])
    z = int(np.flatnonzero(order == 0)[0])
    every = comb(trials - 1, k - 1)
    chance = [comb(trials - 2 - r, k - 2) / every for r in range(z)] + [comb(trials - 1 - z, k - 1) / every]
    assert sum(chance) == pytest.approx(1)
    drawn = np.unique(draws(trials)[k - 1], axis=0)
    assert len(drawn) == every
    assert arms.best(validation, value, drawn).mean() == pytest.approx(np.dot(chance, value[0, order[: z + 1]]))


def test_swapping_the_contestants_mirrors_the_curve(recorded, curve):
    back = arms.by_budget(recorded.replicas, a_claim(rivals=["adam"], favourite="adagrad"), "adam")
    np.testing.assert_allclose(back["better"], curve["worse"], atol=0.012)
    np.testing.assert_allclose(back["mean"], -curve["mean"], atol=0.001)


def test_names_and_order_of_data_sets_and_seeds_do_not_matter(recorded, curve):
    other = recorded.replicas.assign(
        dataset=recorded.replicas["dataset"].map({"digits": "a", "moons": "b", "wine": "c"}),
        seed=(recorded.replicas["seed"] + 2) % 4 + 40,
    ).sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(arms.by_budget(other, CLAIM, "adagrad"), curve)


def test_one_data_set_alone_has_a_curve_too(recorded):
    alone = recorded.replicas.query("dataset == 'wine'")
    (rival,) = verdict.judge(CLAIM, arms.observe(alone, CLAIM, TUNED)).rivals
    last = arms.by_budget(alone, CLAIM, "adagrad").iloc[-1]
    assert (last["better"], last["mean"]) == pytest.approx((rival.probabilities.better, rival.effect.mean))


@pytest.mark.parametrize("metric", ["brier", "epochs_to_target"])
def test_other_metrics_have_a_curve_too(recorded, metric):
    claim = a_claim(metric=metric)
    curve = arms.by_budget(recorded.replicas, claim, "adagrad")
    for arm, row in ((PUBLISHED, 0), (TUNED, -1)):
        (rival,) = verdict.judge(claim, arms.observe(recorded.replicas, claim, arm)).rivals
        assert curve["mean"].iloc[row] == pytest.approx(rival.effect.mean)


def test_of_several_cells_of_a_contestant_the_mean_counts(recorded):
    """As where a word is swept that the effect may depend on."""
    deep = recorded.replicas.assign(cell=recorded.replicas["cell"] + "-deep", swept="model.repeats=5")
    twice = pd.concat([recorded.replicas.assign(swept=""), deep], ignore_index=True)
    twice.loc[twice["cell"] == "wine-adam-deep", "test_accuracy"] -= 0.3
    (rival,) = verdict.judge(CLAIM, arms.observe(twice, CLAIM, TUNED)).rivals
    assert arms.by_budget(twice, CLAIM, "adagrad")["mean"].iloc[-1] == pytest.approx(rival.effect.mean)


def test_a_cell_that_the_other_contestant_lacks_is_in_no_mean(recorded):
    more = recorded.replicas.query("dataset == 'wine' and contestant == 'adam'").assign(cell="deep", test_accuracy=0.0)
    both = pd.concat([recorded.replicas.assign(swept=""), more.assign(swept="model.repeats=5")], ignore_index=True)
    chosen = arms.observe(both, CLAIM, TUNED)
    (rival,) = verdict.judge(CLAIM, chosen).rivals
    assert set(rival.pairs["dataset"]) == {"digits", "moons"}
    assert arms.by_budget(both, CLAIM, "adagrad")["mean"].iloc[-1] == pytest.approx(rival.effect.mean)
    assert set(aggregates.wide(chosen, CLAIM.contestants).index.unique("dataset")) == {"digits", "moons"}


@pytest.mark.parametrize("metric", ["accuracy", "epochs_to_target"])
@pytest.mark.parametrize(
    ("lacking", "paired"),
    [
        ((), {"digits", "moons", "wine"}),
        (("wine-adam-5", "wine-adagrad-1"), {"digits", "moons"}),  # as many cells each, but not of the same depth
        (("wine-adam-5", "wine-adagrad-5"), {"digits", "moons", "wine"}),
    ],
)
@pytest.mark.parametrize(("arm", "row"), [(PUBLISHED, 0), (TUNED, -1)], ids=str)
def test_the_curve_begins_and_ends_at_the_two_arms_where_a_word_is_swept(metric, lacking, paired, arm, row):
    claim, replicas = a_claim(metric=metric, arm=arm.name, modifiers=["model.repeats"]), two_depths(lacking)
    (rival,) = verdict.judge(claim, arms.observe(replicas, claim, arm)).rivals
    assert set(rival.data_sets) == paired
    there = arms.by_budget(replicas, claim, "adagrad").iloc[row]
    assert (there["better"], there["mean"]) == pytest.approx((rival.probabilities.better, rival.effect.mean))
    assert (there["low"], there["high"]) == pytest.approx((rival.effect.low, rival.effect.high))


def test_without_a_target_at_one_depth_the_others_make_the_curve():
    """Deep networks learn nothing on wine: no target, for either contestant, at any budget."""
    claim, replicas = a_claim(metric="epochs_to_target", modifiers=["model.repeats"]), two_depths()
    deep = replicas["cell"].isin(["wine-adam-5", "wine-adagrad-5"])
    unknown = replicas.assign(epochs_to_target=replicas["epochs_to_target"].mask(deep))
    pd.testing.assert_frame_equal(
        arms.by_budget(unknown, claim, "adagrad"), arms.by_budget(replicas[~deep], claim, "adagrad")
    )
