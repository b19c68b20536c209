"""What an effect depends on, on tables made so that the answer is plain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from build import ROWS, a_claim, by_depth, deep, judged

from reports.claims.arm import TUNED
from reports.claims.outcome import Outcome
from reports.evidence import aggregates
from reports.statistics import arms
from reports.statistics.observations import pair
from reports.statistics.posterior import Posterior
from reports.verdicts import controls, modifiers, verdict

CLAIM = a_claim(modifiers=["model.repeats"])


def judged_by(lead, *by: str):
    """A claim whose favourite has this lead, as it is judged by the modifiers `by`."""
    return judged(by_depth(a_claim(modifiers=list(by) or ["model.repeats"]), lead))


def chosen(recorded):
    return arms.observe(recorded.replicas, recorded.claim, TUNED)


@pytest.fixture(scope="module")
def deeper():
    """Observations of an effect that begins at depth 3."""
    return chosen(by_depth(CLAIM, deep))


def test_an_effect_that_begins_at_a_depth():
    one = judged_by(deep)
    assert [subgroup.said for subgroup in one.subgroups] == ["model.repeats=1", "model.repeats=3", "model.repeats=5"]
    assert [subgroup.rivals[0].outcome for subgroup in one.subgroups] == ["EQUIVALENT", "SUPPORTED", "SUPPORTED"]
    assert [subgroup.rivals[0].effect.mean for subgroup in one.subgroups] == pytest.approx([0, 0.06, 0.06], abs=0.002)
    assert one.verdict.outcome is Outcome.CONDITIONAL
    assert one.verdict.reason == ("adam against adagrad: the two are equivalent with model.repeats=1, holds from 3 on")


def test_an_effect_that_changes_its_sign_and_back():
    one = judged_by(lambda _, depth: 0.06 if depth == 3 else -0.06)
    assert one.verdict.reason == (
        "adam against adagrad: the rival is better with model.repeats=1, holds with 3, the rival is better with 5"
    )


def test_the_same_everywhere_is_no_condition_and_the_mean_over_subgroups_is_judged():
    one = judged_by(lambda _, depth: 0.03 + 0.01 * depth)
    assert one.verdict.outcome is Outcome.SUPPORTED
    assert one.verdict.rivals[0].effect.mean == pytest.approx(0.06, abs=0.002)  # of 0.04, 0.06 and 0.08
    assert len(one.verdict.rivals[0].pairs) == 8 * 4


def test_a_property_parts_the_data_sets_at_its_median():
    one = judged_by(lambda data_set, _: 0.06 if ROWS[data_set] > 500 else 0.0, "rows", "model.repeats")
    small, large, *depths = one.subgroups
    assert (small.said, large.said) == ("rows ≤ 625", "rows > 625")
    assert set(small.rivals[0].data_sets) == {"d0", "d1", "d2", "d3"}
    assert (small.rivals[0].outcome, large.rivals[0].outcome) == (Outcome.EQUIVALENT, Outcome.SUPPORTED)
    assert len(depths) == 3
    assert "the two are equivalent where rows ≤ 625, holds where rows > 625" in one.verdict.reason


def test_a_property_that_all_share_parts_nothing():
    (one,) = judged_by(deep, "classes", "model.repeats").subgroups[:1]
    assert one.said == "classes ≤ 2"


def test_undecided_subgroups_are_no_condition():
    def noisy(data_set: str, depth: int) -> float:
        return {1: 0.03, 3: 0.03 * (-1) ** int(data_set[1])}.get(depth, 0.03)

    one = judged_by(noisy)
    assert one.subgroups[1].rivals[0].outcome in (Outcome.UNDECIDED, Outcome.CONDITIONAL)
    assert "equivalent" not in one.verdict.reason


def test_holm_counts_all_subgroups(monkeypatch):
    """Three subgroups, each at P = 0.97: one alone would do at 0.95, of three the first needs 1 − 0.05/3."""
    draws = np.where(np.arange(1000) < 970, 1.0, -1.0)
    monkeypatch.setattr(modifiers, "posterior", lambda pairs: Posterior(draws, {}, draws, 1.0))
    for depths, outcome in ((("1", "3", "5"), Outcome.UNDECIDED), (("3",), Outcome.SUPPORTED)):
        made = by_depth(CLAIM, deep)
        few = replace(made, runs=made.runs[made.runs["model.repeats"].isin(depths)])
        found = modifiers.subgroups(few, chosen(few))
        assert [subgroup.rivals[0].outcome for subgroup in found] == [outcome] * len(depths)


def test_a_claim_without_modifiers_has_no_subgroups():
    made = by_depth(a_claim(), deep)
    assert modifiers.subgroups(made, chosen(made)) == ()


def test_a_level_that_one_contestant_lacks_is_in_no_mean(deeper):
    for lacking in (["d0-adam-5"], ["d0-adam-5", "d0-adagrad-1"]):  # as many levels each, but not the same
        pairs = verdict.judge(CLAIM, deeper[~deeper["cell"].isin(lacking)]).rivals[0].pairs
        assert sorted(set(pairs["dataset"])) == [f"d{place}" for place in range(1, 8)]


def test_what_neither_contestant_has_takes_no_part(deeper):
    """A cell of each failed, or on d0 nobody learns at this depth, so that there is no target."""
    unknown = deeper["cell"].isin(["d0-adam-5", "d0-adagrad-5"])
    for left in (deeper[~unknown], deeper.assign(value=deeper["value"].mask(unknown))):
        pairs = pair(left, "adam", "adagrad").groupby("dataset")["difference"].mean()
        assert len(pairs) == 8
        assert pairs["d0"] == pytest.approx(0.03, abs=0.003)  # of 0 and 0.06
        assert pairs["d1"] == pytest.approx(0.04, abs=0.003)  # of 0, 0.06 and 0.06


def test_the_favourite_is_held_against_itself_at_equal_levels():
    """Deep networks score less; of one seed the shallow ones are missing. That is no difference between seeds."""
    seen = chosen(by_depth(CLAIM, lambda _, depth: -0.1 * depth))
    left = seen[(seen["seed"] != 1) | (seen["swept"] != "model.repeats=1")]
    assert abs(controls.itself(CLAIM, left).effect.mean) < 0.01


def test_contestants_are_described_at_equal_levels_too(deeper):
    left = deeper[~deeper["cell"].isin(["d0-adam-5", "d0-adagrad-1"])]
    assert set(aggregates.wide(left, CLAIM.contestants).index.unique("dataset")) == {f"d{n}" for n in range(1, 8)}
