"""The random-effects model, against another library and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from build import pairs
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from reports.evidence.heterogeneity import heterogeneity, random_effects
from reports.statistics.observations import pair


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
    table = usual.verdict.rivals[0].pairs
    assert heterogeneity(table).data_sets == 4
    assert heterogeneity(table[table["dataset"].isin(["iris", "wine"])]) is None
    assert heterogeneity(table[table["seed"] == 0]) is None


def test_a_data_set_that_everybody_solves_has_not_all_the_weight():
    table = pairs({f"d{d}": [0.02 + 0.02 * (s % 2) if d else 0.0 for s in range(6)] for d in range(5)}, overlap=0.3)
    assert heterogeneity(table).mean.mean > 0.01


def test_swapping_the_contestants_mirrors_the_model(usual):
    there, back = (heterogeneity(pair(usual.observations, *names)) for names in (("adam", "sgd"), ("sgd", "adam")))
    assert (back.tau, back.share) == pytest.approx((there.tau, there.share))
    assert (back.new.low, back.new.high) == pytest.approx((-there.new.high, -there.new.low))
