"""`--until-decided` and `--confirm`: more seeds, looked at by a rule that keeps its promise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from recorded import a_claim
from scipy import stats

from reports.verdicts import sequential
from reports.statistics.holm import once
from reports.verdicts.sequential import Looks
from reports.verdicts.verdict import Outcome

SMALL = ("dataset=iris,wine", "model.hidden=[8]", "epochs=2", "seeds=2", "tuning.trials=2", "hydra/launcher=basic")


def test_levels_are_those_of_the_textbook():
    """Five equal looks, one-sided 0.025, spent after O'Brien & Fleming: Jennison & Turnbull (2000), chapter 7."""
    z = stats.norm.isf(sequential.levels(0.025, (0.2, 0.4, 0.6, 0.8, 1.0)))
    assert z == pytest.approx([4.877, 3.357, 2.680, 2.290, 2.031], abs=0.015)


def test_one_look_is_no_stricter_than_none():
    assert sequential.levels(0.05, (1.0,)) == pytest.approx([0.05])


def test_looks_that_see_the_same_cost_nothing():
    assert sequential.levels(0.05, (0.9, 0.9, 0.9)) == pytest.approx([sequential.spent(0.05, 0.9)] * 3)


def test_all_of_the_error_is_spent_and_no_more():
    """Independent Brownian paths cross the levels as often as was allowed."""
    times = np.array([0.5, 0.7, 0.8, 1.0])
    asked = sequential.levels(0.05, tuple(times))
    steps = np.random.default_rng(7).standard_normal((100_000, 4)) * np.sqrt(np.diff(times, prepend=0))
    z = np.cumsum(steps, axis=1) / np.sqrt(times)
    assert (z > stats.norm.isf(asked)).any(axis=1).mean() == pytest.approx(0.05, abs=0.0025)


def pairs(between: float, within: float, data_sets: int = 12, seeds: int = 30, mean: float = 0.0) -> pd.DataFrame:
    """Data sets at equal steps, and seeds too: their standard deviations are `between` and `within` exactly."""
    place, seed = np.repeat(np.arange(data_sets), seeds), np.tile(np.arange(seeds), data_sets)
    order = (seed * 7) % seeds  # so that the first seeds are no special ones
    scaled = [(x - x.mean()) / x.std(ddof=1) for x in (np.arange(data_sets), np.arange(seeds))]
    difference = mean + between * scaled[0][place] + within * scaled[1][order]
    return pd.DataFrame({"dataset": place.astype(str), "seed": seed, "difference": difference}).assign(
        overlap=0.4, step=1e-6
    )


def test_the_information_by_hand():
    """10 of 30 seeds, no spread between data sets: (1/30 + 0.4)/(1/10 + 0.4) = 0.867."""
    table = pairs(0.0, 0.02)
    assert sequential.time(sequential.first_seeds(table, 10), 30) == pytest.approx(0.8667, abs=1e-3)
    assert sequential.time(table, 30) == pytest.approx(1.0)
    assert sequential.time(sequential.first_seeds(pairs(0.2, 0.02), 10), 30) > 0.99


def test_each_look_asks_for_more_than_a_single_one_and_the_last_is_at_time_one():
    paired = {"sgd": pairs(0.0, 0.02)}
    early = sequential.level({"sgd": sequential.first_seeds(paired["sgd"], 10)}, Looks((10,), 30))
    assert early("sgd", 0.05) == pytest.approx(sequential.spent(0.05, 0.867), abs=1e-4)
    last = sequential.level(paired, Looks((10, 20, 30), 30))
    assert 0.025 < last("sgd", 0.05) < 0.05 == once("sgd", 0.05)


def observations(table: pd.DataFrame) -> pd.DataFrame:
    sides = [
        table.assign(contestant=name, value=value) for name, value in (("adam", table["difference"]), ("sgd", 0.0))
    ]
    return pd.concat(sides).assign(n_train=1000, n_test=400)


def test_more_seeds_cannot_decide_where_data_sets_differ():
    claim, looks = a_claim(["sgd"]), Looks((10,), 30)
    mixed = sequential.judge(
        claim, observations(sequential.first_seeds(pairs(0.012, 0.005, mean=0.014), 10)), (), looks
    )
    assert mixed.outcome is Outcome.UNDECIDED
    assert "; more seeds cannot decide against sgd: the spread between data sets (0.01" in mixed.reason
    assert mixed.reason.endswith("more data sets can")
    noisy = sequential.judge(claim, observations(sequential.first_seeds(pairs(0.0, 0.06, mean=0.035), 10)), (), looks)
    assert noisy.outcome is Outcome.UNDECIDED
    assert sequential.hopeless(noisy, 30) is None
    assert "looked at after 10 of at most 30 seeds" in noisy.remarks[0]


def test_a_clear_difference_is_decided_at_once():
    clear = sequential.judge(
        a_claim(["sgd"]), observations(pairs(0.01, 0.01, seeds=10, mean=0.06)), (), Looks((10,), 30)
    )
    assert clear.outcome is Outcome.SUPPORTED


def test_rounds_end_to_end(folklore, store):
    """Two data sets decide nothing: rounds go on until more seeds cannot help, or there are as many as allowed."""
    called = folklore("judge", "adam_vs_adagrad", "--until-decided", "--at-most", "9", *SMALL)
    assert called.status == 0, called.err
    said = " ".join(called.out.split())
    assert called.out.startswith("adam_vs_adagrad: UNDECIDED after 2 seeds\n")
    assert "of at most 9 seeds" in said
    again = folklore("report", "adam_vs_adagrad", "--until-decided", "--at-most", "9", *SMALL)
    assert again.out == called.out
    once_more = folklore("report", "adam_vs_adagrad", *SMALL)
    assert "(2 data sets, 2 seeds)" in once_more.out


def test_rounds_join_their_seeds(folklore, store, monkeypatch):
    monkeypatch.setattr(sequential, "hopeless", lambda reached, most: None)
    monkeypatch.setattr(sequential, "level", lambda paired, looks: lambda rival, alpha: 0.0)  # nothing is ever decided
    called = folklore("judge", "adam_vs_adagrad", "--until-decided", "--at-most", "9", *SMALL)
    assert [line.split()[-2] for line in called.out.splitlines()[:3]] == ["2", "7", "9"]
    assert "(2 data sets, 9 seeds)" in called.out
    assert "looked at after 2, 7 and 9 of at most 9 seeds" in " ".join(called.out.split())


def test_confirmation_end_to_end(folklore, store, here):
    called = folklore("judge", "adam_vs_adagrad", "--confirm", *SMALL)
    assert called.status == 0, called.err
    assert "Confirmation on 2 fresh seeds: " in called.out
    page = (here / "outputs" / "reports" / "index.html").read_text()
    assert "Confirmation: the same on fresh seeds" in page
    assert "(2 data sets, 2 seeds)" in called.out
    assert folklore("report", "adam_vs_adagrad", "--confirm", *SMALL).out == called.out


def test_a_claim_that_compares_nothing_is_tried_once(folklore, store):
    words = ("dataset=xor", "epochs=2", "seeds=2", "tuning=default", "hydra/launcher=basic")
    called = folklore("judge", "perceptron_never_solves_xor", "--until-decided", "--confirm", *words)
    assert "compares nothing: --until-decided and --confirm do not apply to it" in called.out


def test_too_few_seeds_are_one_line(folklore, store):
    called = folklore("judge", "adam_vs_adagrad", "--until-decided", "--at-most", "2", *SMALL)
    assert called.status == 2
    assert "--at-most 2: the first round has 2 seeds already" in called.err
    assert len(called.err.splitlines()) == 1
