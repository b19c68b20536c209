"""A cell's claim: its file, and what words make of it."""

from __future__ import annotations

import pytest
from cells import cell

from harness.cells import claim as claims
from harness.cells.asked import Asked
from harness.cells.composed import Part
from harness.errors import BadWord
from reports.claims.metric import SCORE
from reports.claims.superiority import Superiority
from reports.errors import ClaimError

MINE = "{statement: so, source: nobody, kind: superiority, factor: optimizer, favourite: adam, rivals: [sgd]"


def test_a_cell_carries_the_claim_of_its_file():
    claim = cell("claim=adam_vs_adagrad").claim
    assert isinstance(claim, Superiority)
    assert (claim.name, claim.favourite, claim.rivals, claim.rope) == ("adam_vs_adagrad", "adam", ("adagrad",), 0.01)
    assert cell().claim is None


def test_the_setup_is_all_of_the_file_but_the_claim():
    setup = cell("claim=adam_vs_adagrad", "seeds=3").setup
    assert setup["seeds"] == 10
    assert setup["hydra"]["sweeper"]["params"]["optimizer"] == "adam,adagrad"
    assert "claim" not in setup
    assert cell().setup == {}


def test_what_a_word_says():
    one = cell("model.hidden=[8,9]", "loss=hinge", "epochs=7", "tuning.trials=3")
    words = ("loss", "model.hidden", "epochs", "tuning.trials", "rows", "model.nothing")
    assert [one.word(word) for word in words] == ["hinge", "[8, 9]", "7", "3", "", ""]


@pytest.mark.parametrize(
    ("words", "rope"),
    [
        ((), 0.01),
        (("claim.metric=accuracy",), 0.01),
        (("claim.metric=log_loss",), 0.02),
        (("claim.metric=log_loss", "claim.rope=0.01"), 0.01),
        (("claim.rope=0.03",), 0.03),
    ],
)
def test_another_metric_has_its_own_rope_unless_one_is_named(words, rope):
    claim = cell("claim=adam_vs_adagrad", *words).claim
    assert isinstance(claim, Superiority)
    assert claim.rope == rope


@pytest.mark.parametrize(
    ("word", "rope"), [("dtype=float32", 0.5), ("+claim.metric=r2", 0.5), ("+claim.metric=ece", 0.01)]
)
def test_a_rope_without_a_metric_is_one_of_the_score(word, rope, tmp_path, monkeypatch):
    """Whichever score the data have: naming it changes nothing."""
    monkeypatch.setattr("harness.cells.claim._file", lambda asked: {"claim": {"rope": 0.5}})
    claim = cell(f"+claim={MINE}, name: mine, rope: 0.5}}", word).claim
    assert isinstance(claim, Superiority)
    assert claim.rope == rope


def test_a_claim_that_names_no_metric_leaves_it_to_the_data():
    assert cell(f"+claim={MINE}, name: mine}}").claim.measure is SCORE


@pytest.mark.parametrize(
    ("word", "message"),
    [
        (f"+claim={MINE}, name: mine, rope: -1}}", "claim mine: rope is -1; it must be a finite number, 0 or more"),
        ("+claim={name: mine, kind: superiority}", "claim mine: the entry 'factor' is missing; a claim of kind"),
        (
            f"+claim={MINE.replace('statement: so', 'statement: 3')}, name: mine}}",
            "claim mine: statement has the value 3",
        ),
    ],
)
def test_entries_that_make_no_claim_are_refused(word, message):
    with pytest.raises(ClaimError, match=message):
        cell(word)


def test_a_claim_is_a_mapping():
    asked = Asked({"claim": "mine"}, (), "basic", ())
    with pytest.raises(BadWord, match="claim: it must be a mapping, not 3"):
        claims.claim(Part("claim", 3), asked)
