"""What is said of a claim that was changed after its runs were made."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from recorded import a_claim, simulate

from reports.records import changes

DESIGN = {"seeds": 10, "hydra": {"sweeper": {"params": {"dataset": "iris,wine", "optimizer": "adam,adagrad"}}}}


@pytest.fixture(scope="module")
def recorded():
    made = simulate(a_claim(rope=0.01), data_sets=("iris", "wine"), seeds=2, trials=2, epochs=2)
    return replace(made, runs=made.runs.assign(claim_design=json.dumps(DESIGN)))


def said(recorded, definition=None, design=DESIGN, asked=()) -> str:
    return " | ".join(changes.remarks(recorded, definition or recorded.claim.as_mapping(), design, asked))


def test_nothing_was_changed(recorded):
    assert said(recorded) == ""


def test_an_entry_was_changed(recorded):
    now = recorded.claim.as_mapping() | {"rope": 0.05, "rivals": ["adagrad", "sgd"]}
    changed = 'rivals from ["adagrad"] to ["adagrad", "sgd"]; rope from 0.01 to 0.05'
    assert said(recorded, now) == f"the claim was changed after runs were made: {changed}"


def test_an_entry_came_or_went(recorded):
    now = recorded.claim.as_mapping() | {"modifiers": ["rows"]}
    now.pop("metric")
    assert 'metric from accuracy to nothing; modifiers from nothing to ["rows"]' in said(recorded, now)


def test_a_rope_that_is_not_named_is_the_usual_one_of_the_metric(recorded):
    now = {name: value for name, value in recorded.claim.as_mapping().items() if name != "rope"}
    assert said(recorded, now) == ""
    assert said(recorded, now | {"metric": "brier"}).endswith("metric from accuracy to brier; rope from 0.01 to 0.02")


def test_words_of_the_design_count_too(recorded):
    design = DESIGN | {"seeds": 20}
    assert said(recorded, design=design) == "the claim was changed after runs were made: seeds from 10 to 20"
    assert "hydra.sweeper.params.dataset from iris,wine to nothing" in said(recorded, design={"seeds": 10})


def test_only_one_of_the_runs_was_made_before(recorded):
    old = json.dumps(recorded.claim.as_mapping() | {"probability": 0.9})
    runs = recorded.runs.assign(claim_definition=[old, *recorded.runs["claim_definition"][1:]])
    assert "probability from 0.9 to 0.95" in said(replace(recorded, runs=runs))


def test_runs_that_are_not_judged_any_more_are_not_forgotten(recorded):
    """Whoever doubles the seeds until the verdict pleases has other cells, and the old ones are still there."""
    before = (json.dumps(recorded.claim.as_mapping()), json.dumps(DESIGN | {"seeds": 5}))
    assert said(replace(recorded, others=(before,))) == (
        "other runs of this claim, which are not judged here, were made when it was another: seeds from 5 to 10"
    )


def test_what_cannot_be_read_is_not_compared(recorded):
    runs = recorded.runs.assign(claim_definition='{"rope": 0.0', claim_design="")
    assert said(replace(recorded, runs=runs)) == ""


def test_runs_of_an_earlier_version_do_not_say_their_design(recorded):
    assert said(replace(recorded, runs=recorded.runs.assign(claim_design=""))) == ""


def test_words_of_the_command_line_that_decide(recorded):
    asked = ("claim=adam_vs_adagrad", "dataset=iris", "tracking.rerun=true", "hydra/launcher=basic", "seeds=3")
    assert said(recorded, asked=asked) == "words that depart from the claim's file: dataset=iris seeds=3"
