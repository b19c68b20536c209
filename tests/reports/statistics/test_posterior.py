"""The numbers of a verdict, against closed forms, another library and simulated truths."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from build import pairs
from scipy import stats

from reports.errors import TooFewPairs
from reports.statistics import posterior as gibbs
from reports.statistics.posterior import Interval, Posterior, Probabilities, drawn, measured, posterior


def sampled(table: pd.DataFrame, seed: int = 1) -> Posterior:
    return posterior(table, np.random.default_rng(seed))


def overlapping(
    rng: np.random.Generator, data_sets: int, seeds: int, mean: float = 0.0, spread: float = 0.0, noise: float = 0.02
) -> pd.DataFrame:
    """Differences whose true mean effect is `mean`; seeds of one data set are correlated as overlapping splits are."""
    overlap = 0.4
    shared = overlap / (1 + overlap)
    values = {}
    for name in range(data_sets):
        error = np.sqrt(shared) * rng.standard_normal() + np.sqrt(1 - shared) * rng.standard_normal(seeds)
        values[f"d{name}"] = list(mean + spread * rng.standard_normal() + noise * error)
    return pairs(values, overlap)


def test_one_data_set_is_the_correlated_t_test():
    values = [0.01, 0.03, 0.02, 0.05, 0.00, 0.02]
    draws = sampled(pairs({"mine": values})).mean
    scale = np.sqrt(np.var(values, ddof=1) * (1 / 6 + 0.4))
    expected = stats.t(5, np.mean(values), scale)
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert np.quantile(draws, share) == pytest.approx(expected.ppf(share), abs=0.03 * scale * 6)
    assert (draws > 0.01).mean() == pytest.approx(expected.sf(0.01), abs=0.015)


def test_one_data_set_is_baycomps_correlated_t_test():
    """Its folds share their rows as our splits do: with ten of them n_test/n_train is 1/9."""
    from baycomp.single import CorrelatedTTest

    rng = np.random.default_rng(4)
    values = rng.normal(0.015, 0.02, 10)
    theirs = CorrelatedTTest.probs(np.zeros(10), values, rope=0.01)
    ours = Probabilities.of(sampled(pairs({"mine": list(values)}, overlap=1 / 9)).mean, 0.01)
    assert (ours.worse, ours.equivalent, ours.better) == pytest.approx(theirs, abs=0.01)


def test_the_mean_rests_on_what_seeds_were_measured_to_share_and_a_data_set_on_what_they_may_share_at_worst():
    values = {f"d{i}": [0.01 * i, 0.01 * i + 0.03] for i in range(5)}
    worst, measured, less = (sampled(pairs(values, overlap=ratio)) for ratio in (0.4, gibbs.SHARED, 0.05))
    np.testing.assert_array_equal(worst.mean, measured.mean)
    np.testing.assert_array_equal(worst.new, measured.new)
    wide, narrow = (np.std(found.data_sets["d0"]) for found in (worst, measured))
    assert wide > 1.05 * narrow
    assert np.std(less.mean) < np.std(measured.mean)


def test_one_data_set_says_nothing_about_a_new_one():
    assert sampled(pairs({"mine": [0.01, 0.02]})).new is None
    assert sampled(pairs({"mine": [0.01, 0.02], "yours": [0.01, 0.02]})).new is not None


def test_seeds_that_agree_by_chance_are_no_measurement_without_error():
    """Two seeds, 40 test rows: a share is rounded to 1/40, so a difference varies by 2 · (1/40)²/12 at least."""
    draws = sampled(pairs({"mine": [0.025, 0.025]}, step=1 / 40)).mean
    expected = stats.t(1, 0.025, np.sqrt((1 / 40) ** 2 / 6 * (1 / 2 + 0.4)))
    assert (draws > 0.01).mean() == pytest.approx(expected.sf(0.01), abs=0.015)
    assert (draws > 0.01).mean() < 0.9
    two = sampled(pairs({"a": [0.025] * 5, "b": [0.025] * 5}, step=1 / 40)).mean
    assert (two > 0.01).mean() < 0.95


def test_one_seed_decides_no_data_set():
    """Nothing tells noise from effects here; taken at face value, every data set would be decided."""
    found = sampled(pairs({f"d{i}": [value] for i, value in enumerate([0.04, -0.04, 0.03, -0.03, 0.05, -0.02])}))
    for draws in found.data_sets.values():
        p = Probabilities.of(draws, 0.01)
        assert max(p.better, p.worse) < 0.95


def test_many_data_sets_come_close_to_the_interval_of_their_means():
    table = overlapping(np.random.default_rng(3), data_sets=40, seeds=30, mean=0.02, spread=0.03)
    means = table.groupby("dataset")["difference"].mean()
    ours = Interval.of(sampled(table).mean)
    low, high = stats.t.interval(0.95, len(means) - 1, means.mean(), stats.sem(means))
    assert ours.mean == pytest.approx(means.mean(), abs=0.003)
    assert (ours.low, ours.high) == pytest.approx((low, high), abs=0.004)


def test_swapping_the_contestants_mirrors_everything():
    table = overlapping(np.random.default_rng(5), 6, 8, mean=0.01, spread=0.02)
    there = sampled(table)
    back = sampled(table.assign(difference=-table["difference"]))
    for ours, theirs in ((there.mean, -back.mean), (there.new, -back.new)):
        np.testing.assert_allclose(np.quantile(ours, [0.1, 0.5, 0.9]), np.quantile(theirs, [0.1, 0.5, 0.9]), atol=0.002)


def test_names_of_data_sets_and_seeds_do_not_matter():
    table = overlapping(np.random.default_rng(6), 6, 8, mean=0.01, spread=0.02)
    same = table.assign(seed=(table["seed"] * 7 + 3) % 8).sort_values(["dataset", "seed"])
    np.testing.assert_allclose(sampled(same).mean, sampled(table).mean, rtol=1e-6)
    other = table.assign(dataset=table["dataset"].map({f"d{i}": f"e{(i + 2) % 6}" for i in range(6)}))
    quantiles = [np.quantile(sampled(t).mean, [0.05, 0.5, 0.95]) for t in (table, other)]
    np.testing.assert_allclose(*quantiles, atol=0.002)


def test_seeds_of_one_data_set_do_not_pass_for_data_sets():
    """A hundred seeds on two data sets leave the mean effect over data sets about as uncertain as ten did."""
    few, many = (
        pairs({"a": list(0.02 + 0.001 * np.arange(n) / n), "b": list(-0.02 + 0.001 * np.arange(n) / n)})
        for n in (10, 100)
    )
    widths = [Interval.of(sampled(table).mean) for table in (few, many)]
    assert widths[1].high - widths[1].low > 0.8 * (widths[0].high - widths[0].low)
    assert widths[1].low < 0 < widths[1].high


def test_one_unusual_data_set_that_is_measured_precisely_keeps_its_effect():
    values = {f"d{i}": [0.0, 0.002, -0.002, 0.001] * 3 for i in range(7)} | {"odd": [0.2, 0.21, 0.19, 0.2] * 3}
    found = sampled(pairs(values))
    assert Interval.of(found.data_sets["odd"]).low > 0.15
    assert abs(Interval.of(found.mean).mean) < 0.02


def test_no_difference_at_all_is_equivalence():
    found = sampled(pairs({name: [0.0] * 5 for name in "abcdef"}))
    assert Probabilities.of(found.mean, 0.01).equivalent > 0.99
    assert np.isfinite(found.mean).all()


@pytest.mark.parametrize("values", [{}, {"alone": [0.1]}])
def test_nothing_to_compare_is_said(values):
    with pytest.raises(TooFewPairs):
        sampled(pairs(values))


def test_two_data_sets_with_a_seed_each_are_uncertain_and_finite():
    found = sampled(pairs({"a": [0.02], "b": [0.06]}))
    assert np.isfinite(found.mean).all()
    assert Probabilities.of(found.mean, 0.01).better < 0.95


def test_probabilities_sum_to_one():
    p = Probabilities.of(np.array([-0.5, 0.0, 0.005, 0.02]), 0.01)
    assert (p.better, p.equivalent, p.worse) == (0.25, 0.5, 0.25)


def decided_share(tables: int, mean: float, seed: int, **truth) -> float:
    """Share of simulated tables that are decided as better or worse by more than the ROPE of 0.01."""
    rng = np.random.default_rng(seed)
    simulated = [measured(overlapping(rng, mean=mean, **truth)) for _ in range(tables)]
    found = [Probabilities.of(one.mean, 0.01) for one in drawn(simulated, rng)]
    return float(np.mean([p.better >= 0.95 or p.worse >= 0.95 for p in found]))


def test_without_an_effect_little_is_decided(monkeypatch):
    for name, fewer in {"CHAINS": 32, "WARM_UP": 40, "KEPT": 60}.items():  # a hurried sampler: P is known to ±0.01
        monkeypatch.setattr(gibbs, name, fewer)
    assert decided_share(200, 0.0, 1, data_sets=6, seeds=5, spread=0.02) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("data_sets", [3, 12])
@pytest.mark.parametrize("mean", [0.0, 0.01, -0.01])  # no effect, and the edges of the ROPE
def test_false_decisions_are_as_rare_as_promised(data_sets, mean):
    chance = 2 * np.sqrt(0.05 * 0.95 / 1000)  # of the simulation itself: at the edge, 5 % is exactly what is promised
    assert decided_share(1000, mean, 11, data_sets=data_sets, seeds=10, spread=0.02) <= 0.05 + chance


@pytest.mark.slow
def test_pooling_seeds_and_data_sets_would_decide_far_too_often():
    """The test that nobody is offered: Wilcoxon over all (data set, seed) pairs at a nominal 5 %."""
    rng = np.random.default_rng(12)
    tables = [overlapping(rng, 12, 10, spread=0.02) for _ in range(1000)]
    rejected = np.mean([stats.wilcoxon(table["difference"]).pvalue < 0.05 for table in tables])
    assert rejected > 0.2
