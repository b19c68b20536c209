"""One claim from its records to its judgement: remarks, both arms, and the guards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from build import a_case, a_claim, hurry, simulated, stored

from reports import judgement
from reports.claims.arm import ARMS, PUBLISHED, TUNED
from reports.claims.metric import METRICS
from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.evidence import secondary
from reports.findings.finding import Finding
from reports.statistics.observations import observe

CLAIM = a_claim()


@pytest.fixture(scope="module")
def recorded():
    return simulated(CLAIM, seeds=3, trials=4, epochs=2)


def remarks(recorded, **more) -> str:
    observations = observe(recorded.replicas, CLAIM.metric)
    case = a_case(CLAIM, **more)
    return " | ".join([*judgement.of_cells(recorded, case), *judgement.on_one_data_set(observations)])


def test_nothing_to_remark(recorded):
    assert remarks(recorded) == ""


def test_missing_cells_are_named(recorded):
    alone = remarks(replace(recorded, missing=("iris, adam",)))
    assert alone == "1 planned cell has no finished run: iris, adam"
    both = remarks(replace(recorded, missing=("iris, adam", "wine, adagrad")))
    assert both == "2 planned cells have no finished run: iris, adam; wine, adagrad"


def test_data_sets_that_could_not_be_had_are_named_with_the_reason(recorded):
    said = remarks(recorded, unavailable={"glass": "no such file"}, data_sets=["iris", "wine", "glass"])
    assert said == "1 data set could not be had: glass (no such file)"


def test_data_sets_without_a_run_are_named_though_nobody_tried_to_have_them(recorded):
    said = remarks(recorded, data_sets=["iris", "wine", "glass"])
    assert said.startswith("1 of 3 data sets without a finished run to judge: glass; folklore judge tries again")


def test_several_versions_of_the_code(recorded):
    runs = recorded.runs.assign(code_version=["old", *recorded.runs["code_version"][1:]])
    assert "different versions of the code" in remarks(replace(recorded, runs=runs))


def test_a_verdict_on_one_data_set_speaks_of_no_other(recorded):
    one = recorded.replicas[recorded.replicas["dataset"] == "iris"]
    assert "this verdict is about iris alone and says nothing of other data" in remarks(replace(recorded, replicas=one))


@pytest.fixture(scope="module")
def whole(recorded):
    """Arm → the whole judgement of a claim about it."""
    with hurry(), stored(recorded) as case:
        return {arm: judgement.judge(replace(case, claim=a_claim(arm=arm.name))) for arm in ARMS.values()}


@pytest.mark.parametrize("arm", ARMS.values(), ids=str)
def test_a_verdict_alone_is_the_one_of_the_whole_report(hurried, recorded, whole, arm):
    with stored(recorded) as case:
        alone = judgement.decide(replace(case, claim=a_claim(arm=arm.name)))
    reached = whole[arm].verdict
    assert (alone.outcome, alone.reason, alone.remarks) == (reached.outcome, reached.reason, reached.remarks)
    assert [rival.effect for rival in alone.rivals] == [rival.effect for rival in reached.rivals]


def test_the_arm_that_a_claim_asks_for_is_judged(whole):
    published, tuned = whole[PUBLISHED], whole[TUNED]
    assert set(published.observations["trial"]) == {0}
    assert (list(published.arms), list(tuned.arms)) == ([PUBLISHED, TUNED], [TUNED, PUBLISHED])
    for one in (published, tuned):
        assert one.verdict is one.arms[one.claim.arm]
    assert published.verdict.rivals[0].effect == tuned.arms[PUBLISHED].rivals[0].effect


def test_both_controls_stand_beside_the_claims_own_arm(whole):
    for arm, one in whole.items():
        assert one.controls.itself.told == "adam against itself, every other seed"
        assert one.controls.favourite == "adam"
        assert one.claim.arm is arm


def test_where_nothing_was_tuned_there_is_one_arm(hurried, recorded):
    few = replace(recorded, replicas=recorded.replicas.query("trial == 0"))
    with stored(few) as case:
        assert judgement.judge(case).arms == {}


def test_a_confirmation_is_decided_on_the_runs_of_its_own_case(hurried, recorded):
    fresh = replace(recorded, replicas=recorded.replicas.query("seed < 2"))
    with stored(fresh) as case:
        judged = judgement.judge(replace(case, confirmation=case))
    assert (judged.confirmation.seeds, judged.confirmation.data_sets) == (2, 8)
    assert judged.confirmation.rivals[0].effect == judged.verdict.rivals[0].effect


def test_a_verdict_at_the_edge_of_the_search_space_is_withheld():
    """All seeds of adam choose the largest rate of eight; by so wide a ROPE the two would be equivalent."""
    claim = a_claim(rope=0.5)
    eight = simulated(claim, seeds=3, trials=8, epochs=2)
    rate, adam = eight.replicas["optimizer.lr"], eight.replicas["contestant"] == "adam"
    crowded = eight.replicas.assign(validation_accuracy=rate.where(adam, eight.replicas["validation_accuracy"]))
    with stored(replace(eight, replicas=crowded)) as case:
        found = judgement.judge(case)
    assert (found.verdict.outcome, found.verdict.would_be) == (Outcome.UNDECIDED, Outcome.EQUIVALENT)
    assert "it would be EQUIVALENT, which is withheld because the best trials of adam are" in found.verdict.reason
    assert "raise the upper bound of its search space, now 1" in found.verdict.remarks[-1]
    assert (found.arms[PUBLISHED].outcome, found.arms[PUBLISHED].would_be) == (Outcome.EQUIVALENT, None)


@pytest.fixture(scope="module")
def diverging():
    return simulated(CLAIM, ("digits", "moons", "wine"), seeds=3, trials=3, diverging="adagrad")


def test_a_verdict_by_a_metric_that_nobody_has_is_refused_in_words(diverging):
    with (
        stored(diverging) as case,
        pytest.raises(TooFewPairs, match="hydra/launcher=basic runs one cell at a time"),
    ):
        judgement.judge(replace(case, claim=a_claim(metric="time_to_target")))


@pytest.mark.parametrize("name", ["brier", "epochs_to_target", "divergence"])
def test_a_verdict_by_every_other_metric(hurried, diverging, name):
    with stored(diverging) as case:
        judged = judgement.judge(replace(case, claim=a_claim(metric=name)))
    assert judged.claim.rope == METRICS[name].rope
    compared = {row.metric.name for row in secondary.compare(judged.claim, judged.recorded.replicas).compared}
    assert "accuracy" in compared
    assert name not in compared


@pytest.mark.parametrize("kind", ["impossible", "identical", "scaling"])
def test_a_claim_that_compares_no_means_has_a_finding(findings, kind):
    """By the file of its kind, with what is to be remarked on."""
    made = findings[kind]
    with stored(replace(made.recorded, missing=("iris, somebody",))) as case:
        found = judgement.judge(case)
    assert isinstance(found, Finding)
    assert (found.outcome, found.reason, found.rows) == (made.outcome, made.reason, made.rows)
    assert "1 planned cell has no finished run: iris, somebody" in found.remarks
