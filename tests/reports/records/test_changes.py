"""What is said of a claim that was changed after its runs were made."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from build import a_case, a_claim, simulated

from reports.records import changes

SETUP = {"seeds": 10, "hydra": {"sweeper": {"params": {"dataset": "iris,wine", "optimizer": "adam,adagrad"}}}}


@pytest.fixture(scope="module")
def recorded():
    made = simulated(a_claim(rope=0.01), data_sets=("iris", "wine"), seeds=2, trials=2, epochs=2)
    return replace(made, runs=made.runs.assign(claim_setup=json.dumps(SETUP)))


def said(recorded, setup=SETUP, asked=(), **entries) -> str:
    """Of a claim whose file has these entries now."""
    now = a_claim(**{"rope": 0.01} | entries)
    return " | ".join(changes.remarks(replace(recorded, claim=now), a_case(now, setup=setup, asked=asked)))


def test_nothing_was_changed(recorded):
    assert said(recorded) == ""


def test_an_entry_was_changed(recorded):
    changed = 'rivals from ["adagrad"] to ["adagrad", "sgd"]; rope from 0.01 to 0.05'
    assert said(recorded, rope=0.05, rivals=["adagrad", "sgd"]) == (
        f"the claim was changed after runs were made: {changed}"
    )


def test_an_entry_came_or_went(recorded):
    assert 'metric from accuracy to nothing; modifiers from nothing to ["rows"]' in said(
        recorded, modifiers=["rows"], metric=None
    )


def test_an_entry_that_was_left_out_is_what_is_usual(recorded):
    """Runs of a claim whose file said neither its arm nor its ROPE."""
    short = {name: value for name, value in recorded.claim.as_mapping().items() if name not in ("arm", "rope")}
    runs = replace(recorded, runs=recorded.runs.assign(claim_definition=json.dumps(short)))
    assert said(runs) == ""
    assert "arm from tuned to published; rope from 0.01 to 0.02" in said(runs, arm="published", rope=0.02)


def test_a_rope_that_is_not_named_is_the_usual_one_of_the_metric(recorded):
    assert said(recorded, rope=None) == ""
    assert said(recorded, rope=None, metric="brier").endswith("metric from accuracy to brier; rope from 0.01 to 0.02")


def test_a_claim_of_an_earlier_version_is_compared_as_it_stands(recorded):
    """Its entries are none that a claim has today."""
    old = json.dumps(recorded.claim.as_mapping() | {"margin": 0.1})
    before = replace(recorded, runs=recorded.runs.assign(claim_definition=old))
    assert said(before) == "the claim was changed after runs were made: margin from 0.1 to nothing"


def test_words_of_the_setup_count_too(recorded):
    longer = SETUP | {"seeds": 20}
    assert said(recorded, setup=longer) == "the claim was changed after runs were made: seeds from 10 to 20"
    assert "hydra.sweeper.params.dataset from iris,wine to nothing" in said(recorded, setup={"seeds": 10})


def test_only_one_of_the_runs_was_made_before(recorded):
    old = json.dumps(recorded.claim.as_mapping() | {"probability": 0.9})
    runs = recorded.runs.assign(claim_definition=[old, *recorded.runs["claim_definition"][1:]])
    assert "probability from 0.9 to 0.95" in said(replace(recorded, runs=runs))


def test_runs_that_are_not_judged_any_more_are_not_forgotten(recorded):
    """Whoever doubles the seeds until the verdict pleases has other cells, and the old ones are still there."""
    before = (json.dumps(recorded.claim.as_mapping()), json.dumps(SETUP | {"seeds": 5}))
    assert said(replace(recorded, others=(before,))) == (
        "other runs of this claim, which are not judged here, were made when it was another: seeds from 5 to 10"
    )


def test_what_cannot_be_read_is_not_compared(recorded):
    runs = recorded.runs.assign(claim_definition='{"rope": 0.0', claim_setup="")
    assert said(replace(recorded, runs=runs)) == ""


def test_runs_of_an_earlier_version_do_not_say_their_setup(recorded):
    assert said(replace(recorded, runs=recorded.runs.assign(claim_setup=""))) == ""


def test_words_of_the_command_line_that_decide(recorded):
    asked = ("claim=adam_vs_adagrad", "dataset=iris", "tracking.rerun=true", "hydra/launcher=basic", "seeds=3")
    assert said(recorded, asked=asked) == "words that depart from the claim's file: dataset=iris seeds=3"


def test_a_metric_of_the_command_line_comes_with_its_own_usual_rope(recorded):
    usual = "the ROPE is 0.02, the usual one of test Brier score, because the command line chose the metric"
    assert usual in said(recorded, asked=["claim.metric=brier"], metric="brier", rope=None)
    assert "usual" not in said(recorded, asked=["claim.metric=brier", "claim.rope=0.02"], metric="brier", rope=0.02)
    assert "usual" not in said(recorded, asked=["claim.metric=brier"], metric="brier", rope=0.01)
    assert "usual" not in said(recorded)
