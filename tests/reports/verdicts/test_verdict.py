"""Every outcome, on tables made so that the answer is plain."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from build import a_claim, led, observed, pairs, spread

from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.statistics.posterior import Posterior
from reports.verdicts import verdict

DATA_SETS = [f"d{i}" for i in range(8)]


def beating(**advantage: list[float] | float) -> pd.DataFrame:
    """A table in which the favourite (adam) beats each rival by its `advantage`, one number or one per data set."""
    return led(spread(len(DATA_SETS), 6, 0.01), 0.001, **advantage)


def verdict_on(kind: str = "superiority", **advantage: list[float] | float) -> verdict.Verdict:
    return verdict.judge(a_claim(rivals=list(advantage), kind=kind), beating(**advantage))


@pytest.mark.parametrize(
    ("kind", "advantage", "outcome"),
    [
        ("superiority", 0.05, Outcome.SUPPORTED),
        ("superiority", 0.0, Outcome.EQUIVALENT),
        ("superiority", -0.05, Outcome.REVERSED),
        ("superiority", [0.05] * 4 + [-0.05] * 4, Outcome.CONDITIONAL),
        ("superiority", [0.0, 0.03, 0.0, 0.03, 0.0, 0.03, 0.0, 0.03], Outcome.UNDECIDED),
        ("near_optimal", 0.05, Outcome.SUPPORTED),
        ("near_optimal", 0.0, Outcome.SUPPORTED),
        ("near_optimal", -0.05, Outcome.REVERSED),
        ("near_optimal", [0.05] * 4 + [-0.05] * 4, Outcome.CONDITIONAL),
        ("near_optimal", [-0.005, -0.016] * 4, Outcome.CONDITIONAL),
    ],
)
def test_every_outcome(kind, advantage, outcome):
    reached = verdict_on(kind, sgd=advantage)
    assert reached.outcome is outcome
    assert (reached.data_sets, reached.seeds) == (8, 6)
    assert reached.reason


def test_the_reason_names_names():
    assert "on d0, d1, d2 and d3" in verdict_on(sgd=[0.05] * 4 + [-0.05] * 4).reason
    assert "data sets like these 8 would decide" in verdict_on(sgd=[0.0, 0.03] * 4).reason
    assert "by more than 0.01 in accuracy" in verdict_on(sgd=0.05).reason


@pytest.mark.parametrize(
    ("kind", "leads", "outcome"),
    [
        ("superiority", {"sgd": 0.05, "momentum": 0.06}, Outcome.SUPPORTED),
        ("superiority", {"sgd": 0.05, "momentum": 0.0}, Outcome.CONDITIONAL),
        ("superiority", {"sgd": 0.05, "momentum": [0.0, 0.03] * 4}, Outcome.UNDECIDED),
        ("near_optimal", {"sgd": 0.05, "momentum": -0.05}, Outcome.REVERSED),
        ("near_optimal", {"sgd": 0.05, "momentum": 0.0}, Outcome.SUPPORTED),
    ],
)
def test_several_rivals(kind, leads, outcome):
    assert verdict_on(kind, **leads).outcome is outcome


def test_what_depends_on_the_rival_and_not_on_the_data_is_told_apart():
    by_rival, by_data = verdict_on(sgd=0.05, momentum=0.0), verdict_on(sgd=[0.05] * 4 + [-0.05] * 4)
    assert {by_rival.outcome, by_data.outcome} == {Outcome.CONDITIONAL}
    assert by_rival.reason == "it depends on the rival: SUPPORTED against sgd; EQUIVALENT against momentum"
    assert by_data.reason.startswith("adam ")


def test_seeds_are_asked_for_first_where_they_decide_few_of_them_decide():
    """Noisy seeds that have the same mean on all data sets: more of them, and not dozens of data sets."""
    noise = np.array([-0.0261, -0.0087, 0.0087, 0.0261])
    alike = observed(adam=[list(0.8 + np.roll(noise, turn)) for turn in range(8)], sgd=[[0.8] * 4] * 8)
    reason = verdict.judge(a_claim(rivals=["sgd"]), alike).reason
    assert re.match(r"against sgd, about \d+ seeds on each of these 8 data sets, or ", reason), reason


def test_the_closest_rival_is_the_one_that_the_verdict_hangs_on():
    assert verdict_on(sgd=0.05, momentum=0.03, rmsprop=0.1).closest.rival == "momentum"
    assert verdict_on(sgd=0.0, momentum=[0.0, 0.03] * 4).closest.rival == "momentum"  # undecided; sgd is equivalent


def test_the_same_table_gives_the_same_verdict():
    first, again = verdict_on(sgd=0.013), verdict_on(sgd=0.013)
    assert first.rivals[0].probabilities == again.rivals[0].probabilities


def test_swapping_the_contestants_swaps_the_verdict():
    table = beating(sgd=0.05)
    there = verdict.judge(a_claim(rivals=["sgd"]), table).rivals[0]
    back = verdict.judge(a_claim(rivals=["adam"], favourite="sgd"), table).rivals[0]
    assert (there.outcome, back.outcome) == (Outcome.SUPPORTED, Outcome.REVERSED)
    assert there.effect.mean == pytest.approx(-back.effect.mean, abs=1e-3)
    assert there.probabilities.better == pytest.approx(back.probabilities.worse, abs=0.01)


def test_a_rival_without_one_data_set_is_judged_on_the_others():
    table = beating(sgd=0.05, momentum=0.05)
    absent = table[(table["contestant"] != "momentum") | (table["dataset"] != "d3")]
    reached = verdict.judge(a_claim(rivals=["sgd", "momentum"]), absent)
    assert [len(rival.data_sets) for rival in reached.rivals] == [8, 7]
    assert (reached.outcome, reached.data_sets) == (Outcome.SUPPORTED, 8)


def test_a_rival_that_was_never_recorded_is_named():
    with pytest.raises(TooFewPairs, match="adam against momentum: no seed"):
        verdict.judge(a_claim(rivals=["sgd", "momentum"]), beating(sgd=0.05))


@pytest.mark.parametrize("kind", ["superiority", "near_optimal"])
def test_one_seed_per_data_set_decides_on_no_condition(kind):
    """Noise on both sides of zero used to pass for data sets on which either contestant wins."""
    table = beating(sgd=[0.04, -0.04, 0.03, -0.03, 0.05, -0.02, 0.03, -0.05]).query("seed == 0")
    assert verdict.judge(a_claim(rivals=["sgd"], kind=kind), table).outcome is Outcome.UNDECIDED


def one_data_set(*leads: float) -> verdict.Verdict:
    table = observed(adam=[[0.8 + lead for lead in leads]], sgd=[[0.8] * len(leads)])
    return verdict.judge(a_claim(rivals=["sgd"]), table.assign(dataset="mine", n_train=100, n_test=40))


def test_one_data_set_asks_for_seeds_and_promises_nothing_about_others():
    reached = one_data_set(0.02, 0.06, 0.085, 0.055)
    assert reached.outcome is Outcome.UNDECIDED
    assert "seeds of mine would decide with probability 0.8" in reached.reason
    assert reached.rivals[0].new is None
    assert "no number of seeds of mine alone" in one_data_set(-0.1, 0.1, -0.1, 0.13).reason


def test_two_seeds_that_agree_decide_nothing():
    assert one_data_set(0.025, 0.025).outcome is Outcome.UNDECIDED


def test_a_near_optimal_favourite_is_measured_against_the_lower_end_only():
    """A mean effect at the upper end of the ROPE: `superiority` would wait forever, this claim need not."""
    leads = dict(zip(DATA_SETS, [0.07, -0.05] * 4, strict=True))
    table = pairs({name: [lead] * 4 for name, lead in leads.items()})
    post = Posterior(np.full(10, 0.01), dict.fromkeys(DATA_SETS, np.zeros(1)), None, 0.05)
    out_of_reach = 2.0  # so that it is undecided, and says what would decide
    near, superior = (
        verdict.against(a_claim(kind), "adagrad", table, post, out_of_reach).reason
        for kind in ("near_optimal", "superiority")
    )
    # Spread 0.064, 0.02 from the lower end: 0.02 √D / 0.064 must be about 1.645 + 0.842, so D is about 63.
    seems = "would decide with probability 0.8, if the effect stays what it seems"
    assert near == f"against adagrad, about 66 data sets like these 8 {seems}"
    assert superior == f"against adagrad, more than 1,000 data sets like these 8 {seems}"


def certain(probability: float) -> Posterior:
    """A posterior with P(better) = `probability`, and P(worse) the rest."""
    draws = np.where(np.arange(64 * 625) < 64 * 625 * probability, 1.0, -1.0)
    return Posterior(draws, {"d": np.zeros(len(draws))}, draws, 1.0)


def outcomes(monkeypatch, **probabilities: float) -> dict[str, Outcome]:
    """Of rivals that the favourite is better than with these probabilities, each with one data set of its own."""
    paired = {rival: pairs({rival: [0.0, 0.0]}) for rival in probabilities}
    monkeypatch.setattr(verdict, "drawn", lambda tables, longer: [certain(probabilities[t.names[0]]) for t in tables])
    reached = verdict.of_pairs(a_claim(rivals=list(probabilities)), paired)
    return {rival.rival: rival.outcome for rival in reached.rivals}


def test_a_probability_too_close_to_its_threshold_is_drawn_again_for_longer(monkeypatch):
    tried = []

    def drawn(tables, longer):
        tried.append(longer)
        hits = np.random.default_rng(longer).permutation(64 * 20 * longer) < 0.95 * 64 * 20 * longer
        return [Posterior(np.where(hits, 1.0, -1.0), {"d": np.zeros(len(hits))}, None, 1.0) for _ in tables]

    monkeypatch.setattr(verdict, "drawn", drawn)
    paired = {"adagrad": pairs({"a": [0.0, 0.0]})}
    reached = verdict.of_pairs(a_claim(), paired)
    assert tried == [1, 4, 16]
    assert reached.rivals[0].drawn == f"{64 * 20 * 16:,} independent draws"
    tried.clear()
    verdict.of_pairs(a_claim(probability=0.99), paired)
    assert tried == [1]


@pytest.mark.parametrize("short_of", [None, "a", "b", "c"])
def test_holm_by_hand(monkeypatch, short_of):
    """α = 0.05 and three rivals: the strongest needs 1 − 0.05/3, the next 1 − 0.05/2, the last 0.95.

    After the first that falls short none is decided.
    """
    needed = {"b": 0.9834, "c": 0.975, "a": 0.95}  # 1 − 0.05/3 = 0.98333…; draws count whole ten-thousandths
    reached = outcomes(monkeypatch, **{n: p - 1e-4 * (n == short_of) for n, p in needed.items()})
    decided = list(needed)[: list(needed).index(short_of) if short_of else None]
    assert reached == {n: Outcome.SUPPORTED if n in decided else Outcome.UNDECIDED for n in needed}


def test_after_the_first_that_fails_none_is_decided(monkeypatch):
    assert set(outcomes(monkeypatch, a=0.96, b=0.97, c=0.96).values()) == {Outcome.UNDECIDED}
