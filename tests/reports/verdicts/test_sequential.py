"""Several looks at one claim: what each may spend, and when more seeds cannot help."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from build import a_claim, observed, pairs
from scipy import stats

from reports.claims.outcome import Outcome
from reports.records.case import Looks
from reports.statistics.holm import at_once
from reports.verdicts import sequential


def test_levels_are_those_of_the_textbook():
    """Five equal looks, one-sided 0.025, spent after O'Brien & Fleming: Jennison & Turnbull (2000), chapter 7."""
    z = stats.norm.isf(sequential.nominal(0.025, (0.2, 0.4, 0.6, 0.8, 1.0)))
    assert z == pytest.approx([4.877, 3.357, 2.680, 2.290, 2.031], abs=0.015)


def test_one_look_is_no_stricter_than_none():
    assert sequential.nominal(0.05, (1.0,)) == pytest.approx([0.05])


def test_looks_that_see_the_same_cost_nothing():
    assert sequential.nominal(0.05, (0.9, 0.9, 0.9)) == pytest.approx([sequential.spent(0.05, 0.9)] * 3)


def test_all_of_the_error_is_spent_and_no_more():
    """Independent Brownian paths cross the levels as often as was allowed."""
    times = np.array([0.5, 0.7, 0.8, 1.0])
    asked = sequential.nominal(0.05, tuple(times))
    steps = np.random.default_rng(7).standard_normal((100_000, 4)) * np.sqrt(np.diff(times, prepend=0))
    z = np.cumsum(steps, axis=1) / np.sqrt(times)
    assert (z > stats.norm.isf(asked)).any(axis=1).mean() == pytest.approx(0.05, abs=0.0025)


def spreading(between: float, within: float, data_sets: int = 12, seeds: int = 30, mean: float = 0.0) -> pd.DataFrame:
    """Data sets at equal steps, and seeds too: their standard deviations are `between` and `within` exactly."""
    order = (np.arange(seeds) * 7) % seeds  # so that the first seeds are no special ones
    by_data_set, by_seed = ((x - x.mean()) / x.std(ddof=1) for x in (np.arange(data_sets), np.arange(seeds)))
    differences = mean + between * by_data_set[:, None] + within * by_seed[order]
    return pairs({str(place): own for place, own in enumerate(differences)}, step=1e-6)


def test_the_information_by_hand():
    """10 of 30 seeds, no spread between data sets: (1/30 + 0.1)/(1/10 + 0.1) = 0.667."""
    table = spreading(0.0, 0.02)
    assert sequential.time(sequential.first_seeds(table, 10), 30) == pytest.approx(0.6667, abs=1e-3)
    assert sequential.time(table, 30) == pytest.approx(1.0)
    assert sequential.time(sequential.first_seeds(spreading(0.2, 0.02), 10), 30) > 0.99


def test_each_look_asks_for_more_than_a_single_one_and_the_last_is_at_time_one():
    paired = {"sgd": spreading(0.0, 0.02)}
    early = sequential.spending({"sgd": sequential.first_seeds(paired["sgd"], 10)}, Looks((10,), 30))
    assert early("sgd", 0.05) == pytest.approx(sequential.spent(0.05, 0.667), abs=1e-4)
    last = sequential.spending(paired, Looks((10, 20, 30), 30))
    assert 0.025 < last("sgd", 0.05) < 0.05 == at_once("sgd", 0.05)


def differing(table: pd.DataFrame) -> pd.DataFrame:
    """With these differences between adam and sgd."""
    differences = table.pivot_table(index="dataset", columns="seed", values="difference").to_numpy()
    return observed(adam=differences, sgd=0 * differences).assign(n_train=1000, n_test=400)


def test_more_seeds_cannot_decide_where_data_sets_differ():
    claim, looks = a_claim(rivals=["sgd"]), Looks((10,), 30)
    mixed = sequential.judge(
        claim, differing(sequential.first_seeds(spreading(0.012, 0.005, mean=0.014), 10)), (), looks
    )
    assert mixed.outcome is Outcome.UNDECIDED
    assert "; more seeds cannot decide against sgd: the spread between data sets (0.01" in mixed.reason
    assert mixed.reason.endswith("more data sets can")
    noisy = sequential.judge(claim, differing(sequential.first_seeds(spreading(0.0, 0.06, mean=0.035), 10)), (), looks)
    assert noisy.outcome is Outcome.UNDECIDED
    assert sequential.hopeless(noisy, 30) is None
    assert "looked at after 10 of at most 30 seeds" in noisy.remarks[0]


def test_a_clear_difference_is_decided_at_once():
    clear = sequential.judge(
        a_claim(rivals=["sgd"]), differing(spreading(0.01, 0.01, seeds=10, mean=0.06)), (), Looks((10,), 30)
    )
    assert clear.outcome is Outcome.SUPPORTED
