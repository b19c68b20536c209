"""The evidence around a verdict, against numbers worked out by hand and other libraries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from recorded import a_claim, led, simulate
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from reports import effects
from reports.evidence import aggregates
from reports.evidence import evidence
from reports.evidence import multiverse
from reports.pictures import budget as evidence_plots
from reports.statistics import arms
from reports.verdicts import verdict
from reports.pictures.canvas import NARROW, WIDE, draw
from reports.evidence.components import components
from reports.evidence.heterogeneity import heterogeneity, random_effects
from reports.judgement import Judged
from reports.evidence.multiverse import Analysis, agreement
from reports.evidence.ranks import ranks
from reports.verdicts.verdict import Outcome

NAN = float("nan")
CLAIM = a_claim(rivals=("adagrad", "sgd"))


def scores(**values: list[list[float]]) -> pd.DataFrame:
    """A table as from aggregates.wide; values[contestant][data set][seed]."""
    index = [(f"d{d}", seed) for d, own in enumerate(next(iter(values.values()))) for seed in range(len(own))]
    columns = {name: np.concatenate(own) for name, own in values.items()}
    return pd.DataFrame(columns, index=pd.MultiIndex.from_tuples(index, names=["dataset", "seed"]))


def judged(data_sets=("digits", "moons", "wine", "iris"), **truth) -> Judged:
    recorded = simulate(CLAIM, data_sets, seeds=5, trials=4, epochs=2, **truth)
    both = {arm: arms.observe(recorded.replicas, CLAIM, arm) for arm in arms.TRIALS}
    reached = {arm: verdict.judge(CLAIM, own) for arm, own in both.items()}
    analyses = multiverse.multiverse(CLAIM, recorded.replicas, reached)
    return Judged(reached["tuned"], recorded, both["tuned"], analyses=analyses)


@pytest.fixture(scope="module")
def usual() -> Judged:
    return judged()


@pytest.fixture(scope="module")
def table(usual) -> pd.DataFrame:
    return aggregates.wide(usual.observations, CLAIM.contestants)


def test_probability_of_improvement_by_hand():
    """On d0 the seeds of a beat b's in 3 of 4 pairs; on d1 in one of 4, and tie in two: (3/4 + 2/4)/2."""
    found = aggregates.probability_of_improvement(scores(a=[[3, 1], [2, 1]], b=[[0, 2], [2, 1]]), "a", "b")
    assert found.mean == pytest.approx((3 / 4 + 2 / 4) / 2)
    assert 0 <= found.low <= found.mean <= found.high <= 1


def test_probability_of_improvement_is_mann_whitney(table):
    for name, rows in table.groupby("dataset"):
        u = stats.mannwhitneyu(rows["adam"], rows["sgd"]).statistic / len(rows) ** 2
        alone = table.loc[[name]]
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


@pytest.mark.parametrize("seed", range(4))
def test_random_effects_are_those_of_statsmodels(seed):
    rng = np.random.default_rng(seed)
    variance = rng.uniform(0.5, 2.0, 9) * 1e-4
    effect = rng.normal(0.01, 0.015 * (seed % 2), 9) + np.sqrt(variance) * rng.standard_normal(9)
    ours, theirs = random_effects(effect, variance), combine_effects(effect, variance, method_re="pm", atol=1e-12)
    assert ours.tau**2 == pytest.approx(max(theirs.tau2, 0), abs=1e-9)
    assert ours.share == pytest.approx(max(theirs.i2, 0))
    if theirs.tau2 > 0:
        assert ours.mean.mean == pytest.approx(theirs.mean_effect_re, rel=1e-5)
        assert ours.error == pytest.approx(np.sqrt(theirs.var_hksj_re), rel=1e-5)


def test_random_effects_by_hand():
    """Equal variances v: μ is the mean, τ² = s² − v, SE² = s²/D, I² = 1 − v/s². Here s² = 4·10⁻⁴ and v = 10⁻⁴."""
    found = random_effects(np.array([-0.01, 0.01, 0.03]), np.full(3, 1e-4))
    assert found.mean.mean == pytest.approx(0.01)
    assert (found.tau**2, found.error**2, found.share) == pytest.approx((3e-4, 4e-4 / 3, 0.75))
    assert found.new.high - 0.01 == pytest.approx(stats.t.ppf(0.975, 1) * np.sqrt(3e-4 + 4e-4 / 3))
    alike = random_effects(np.full(4, 0.02), np.full(4, 1e-4))
    assert (alike.tau, alike.share, alike.error) == (0.0, 0.0, 0.0)


def test_heterogeneity_needs_three_data_sets_whose_seeds_are_repeated(usual):
    pairs = usual.verdict.rivals[0].pairs
    assert heterogeneity(pairs).data_sets == 4
    assert heterogeneity(pairs[pairs["dataset"].isin(["iris", "wine"])]) is None
    assert heterogeneity(pairs[pairs["seed"] == 0]) is None


def test_a_data_set_that_everybody_solves_has_not_all_the_weight():
    rows = [(f"d{d}", s, 0.02 + 0.02 * (s % 2) if d else 0.0, 0.3, 0.001) for d in range(5) for s in range(6)]
    pairs = pd.DataFrame(rows, columns=["dataset", "seed", "difference", "overlap", "step"])
    assert heterogeneity(pairs).mean.mean > 0.01


def test_components_by_hand():
    """y = d + 2 s + 4 t without interaction: σ_E is 0, and σ_S², σ_T² are the variances of (0, 2) and (0, 4).

    Adam's two data sets differ by less than its seeds and trials would make them, so σ_D is 0.
    """
    rows = [
        (f"d{d}", name, s, t, 1.0 * d + (2.0 * s + 4.0 * t) * (name == "adam"))
        for name in ("adam", "adagrad")
        for d in range(2)
        for s in range(2)
        for t in range(2)
    ]
    replicas = pd.DataFrame(rows, columns=["dataset", "contestant", "seed", "trial", "test_accuracy"])
    replicas = replicas.assign(validation_accuracy=0.5, test_accuracy_of_constant=0.0, diverged_at=NAN, n_test=9)
    adam, adagrad, difference = components(replicas, a_claim())
    assert (adam.data_set, adam.tuning, adam.seed, adam.rest) == pytest.approx((0, np.sqrt(8), np.sqrt(2), 0))
    assert adagrad.data_set == pytest.approx(np.sqrt(0.5))
    assert (adagrad.tuning, adagrad.seed, adagrad.rest) == (0, 0, 0)
    assert difference.of == "adam − adagrad"
    assert difference.shares == pytest.approx((0, 0.8, 0.2, 0))


def test_components_recover_what_was_put_in():
    rng, (many, seeds, trials) = np.random.default_rng(0), (60, 8, 8)
    put = {"data_set": 0.1, "tuning": 0.05, "seed": 0.03, "rest": 0.02}
    values = (
        put["data_set"] * rng.standard_normal((many, 1, 1))
        + put["seed"] * rng.standard_normal((many, seeds, 1))
        + put["tuning"] * rng.standard_normal((many, 1, trials))
        + put["rest"] * rng.standard_normal((many, seeds, trials))
    )
    place = np.indices(values.shape).reshape(3, -1)
    one = pd.DataFrame({"dataset": place[0], "seed": place[1], "trial": place[2], "test_accuracy": values.ravel()})
    both = pd.concat([one.assign(contestant=name) for name in ("adam", "adagrad")])
    both = both.assign(validation_accuracy=0.5, test_accuracy_of_constant=0.0, diverged_at=NAN, n_test=9)
    found = components(both, a_claim())[0]
    assert {name: getattr(found, name) for name in put} == pytest.approx(put, rel=0.12)


def test_without_repeats_there_are_no_components(usual):
    replicas = usual.recorded.replicas
    for few in ("trial == 0", "seed == 0", "dataset == 'wine'"):
        assert components(replicas.query(few), CLAIM) == []


def test_ranks_by_hand():
    """a is best on three data sets of four and shares a place on one; q(0.05, 3, ∞)/√2 = 2.343 (Demšar's table)."""
    table = scores(
        a=[[0.9], [0.9], [0.9], [0.8]], b=[[0.8], [0.8], [0.8], [0.8]], c=[[0.7], [0.7], [0.7], [0.7]]
    )  # fmt: skip
    found = ranks(table, 0.05)
    assert found.mean == pytest.approx({"a": 4.5 / 4, "b": 7.5 / 4, "c": 3.0})
    assert found.critical == pytest.approx(2.343 * np.sqrt(3 * 4 / (6 * 4)), abs=1e-3)
    means = table.groupby("dataset").mean()
    assert found.p == pytest.approx(stats.friedmanchisquare(*means.to_numpy().T).pvalue)
    assert found.pairs.loc["a", "c"] == found.pairs.loc["c", "a"] < 0.05 < found.pairs.loc["a", "b"]


def test_ranks_need_three_of_each_and_bear_ties():
    assert ranks(scores(a=[[1.0]] * 4, b=[[0.0]] * 4), 0.05) is None
    assert ranks(scores(a=[[1.0]] * 2, b=[[0.0]] * 2, c=[[0.0]] * 2), 0.05) is None
    assert ranks(scores(a=[[1.0]] * 4, b=[[1.0]] * 4, c=[[1.0]] * 4), 0.05).p == 1


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
    table = led(CLAIM.contestants, advantage, data_sets=8, seeds=5, spread=0.002, seed=1)
    claim = a_claim(rivals=("adagrad", "sgd"), kind=kind)
    found = multiverse.analyses("tuned", verdict.judge(claim, table))
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
        metric: [(one.arm, one.test, one.aggregation, one.outcome) for one in usual.analyses if one.metric == metric]
        for metric in ("accuracy", "brier", "log_loss")
    }
    assert len(by_metric["accuracy"]) == 12
    assert by_metric["brier"] == by_metric["accuracy"]
    assert by_metric["log_loss"] == []  # not simulated
    without = usual.recorded.replicas.copy()
    without.loc[without["contestant"] == "sgd", "test_brier"] = NAN  # predicts no probabilities
    reached = {"tuned": usual.verdict}
    assert {one.metric for one in multiverse.multiverse(CLAIM, without, reached)} == {"accuracy"}


def test_a_metric_that_asks_something_else_has_no_other_metric_beside_it(usual):
    claim = a_claim(rivals=("adagrad", "sgd"), metric="divergence")
    own = arms.observe(usual.recorded.replicas, claim, "tuned")
    found = multiverse.multiverse(claim, usual.recorded.replicas, {"tuned": verdict.judge(claim, own)})
    assert {one.metric for one in found} == {"divergence"}


def test_agreement_is_counted_against_the_claims_own_analysis():
    said = [Outcome.SUPPORTED, Outcome.SUPPORTED, Outcome.UNDECIDED, Outcome.REVERSED]
    found = [Analysis("accuracy", "published", "t test", "mean", outcome) for outcome in said]
    found.append(Analysis("accuracy", "tuned", "hierarchical model", "mean", Outcome.SUPPORTED))
    assert agreement(CLAIM, found) == (
        "of 4 other reasonable analyses, 2 agree with SUPPORTED, 1 leave it undecided and 1 say something else"
    )
    open_ = [*found[:4], replace(found[4], outcome=Outcome.UNDECIDED)]
    assert agreement(CLAIM, open_) == "of 4 other reasonable analyses, 1 agree with UNDECIDED and 3 decide it"


def test_swapping_the_contestants_mirrors_every_number(usual, table):
    there, back = (aggregates.probability_of_improvement(table, *names) for names in (("adam", "sgd"), ("sgd", "adam")))
    assert (back.mean, back.low, back.high) == pytest.approx((1 - there.mean, 1 - there.high, 1 - there.low))
    pairs = [effects.pair(usual.observations, *names) for names in (("adam", "sgd"), ("sgd", "adam"))]
    there, back = map(heterogeneity, pairs)
    assert (back.tau, back.share) == pytest.approx((there.tau, there.share))
    assert (back.new.low, back.new.high) == pytest.approx((-there.new.high, -there.new.low))
    for sign in (1, -1):
        values = sign * np.array([0.02, -0.01, 0.03, 0.004])
        for test in (multiverse._t, multiverse._signed_ranks):
            assert test(values)(0.01) == pytest.approx(test(-values)(-0.01)[::-1])


def test_names_and_order_of_data_sets_and_seeds_do_not_matter(usual):
    names = {"digits": "z", "moons": "y", "wine": "x", "iris": "w"}
    other = usual.recorded.replicas.sample(frac=1, random_state=0)
    other = other.assign(dataset=other["dataset"].map(names), seed=9 - other["seed"])
    observations = arms.observe(other, CLAIM, "tuned")
    again = evidence.collect(
        Judged(verdict.judge(CLAIM, observations), replace(usual.recorded, replicas=other), observations)
    )
    first = evidence.collect(usual)
    for ours, theirs in zip(first.rivals, again.rivals, strict=True):
        assert theirs.improvement.mean == pytest.approx(ours.improvement.mean)
        assert theirs.improvement.low == pytest.approx(ours.improvement.low, abs=0.02)
        assert theirs.heterogeneity.tau == pytest.approx(ours.heterogeneity.tau)
    assert again.ranks.mean == pytest.approx(first.ranks.mean)
    assert {n: i.mean for n, i in again.middle.items()} == pytest.approx({n: i.mean for n, i in first.middle.items()})
    pd.testing.assert_frame_equal(again.profiles, first.profiles)
    assert [one.shares for one in again.components] == [pytest.approx(one.shares) for one in first.components]


def test_two_contestants_on_one_data_set_have_what_there_is(usual):
    alone = judged(("wine",))
    found = evidence.collect(alone)
    assert found.ranks is None
    assert found.components == []
    assert [rival.heterogeneity for rival in found.rivals] == [None, None]
    assert alone.analyses == []


def test_the_profile_begins_with_the_share_of_best_places(usual):
    found = evidence.collect(usual)
    (ax,) = evidence_plots.profiles(CLAIM, found.profiles).axes
    (line,) = (line for line in ax.lines if line.get_gid() == "adam")
    first = found.profiles.query("contestant == 'adam'").iloc[0]
    assert (line.get_xdata()[1], line.get_ydata()[1]) == (first["tau"], first["share"])


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_the_pictures_can_be_drawn(usual, canvas):
    found = evidence.collect(usual)
    for fig in (
        evidence_plots.profiles(CLAIM, found.profiles, canvas),
        evidence_plots.critical_difference(CLAIM, found.ranks, canvas),
    ):
        assert draw(fig, canvas).width == int(canvas.width * canvas.dpi)
