"""What a sweep knows of a claim: its file, and which cells it may have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cells import cell

from harness.errors import BadWord
from harness.sweeps import checks

BASIC = "hydra._internal.core_plugins.basic_launcher.BasicLauncher"


def test_the_design_is_all_of_the_file_but_the_claim():
    design = cell("claim=adam_vs_adagrad", "seeds=3").design
    assert design["seeds"] == 10
    assert design["hydra"]["sweeper"]["params"]["optimizer"] == "adam,adagrad"
    assert "claim" not in design
    assert cell().design == {}


def test_what_a_word_says():
    one = cell("model.hidden=[8,9]", "loss=hinge", "epochs=7", "tuning.trials=3")
    words = ("loss", "model.hidden", "epochs", "tuning.trials", "rows", "model.nothing")
    assert [one.word(word) for word in words] == ["hinge", "[8, 9]", "7", "3", "", ""]


def claiming(*words: str, **entries) -> list:
    """A cell per word, all of one claim."""
    said = {"name": "mine", "statement": "so", "kind": "superiority", "factor": "optimizer"} | entries
    return [replace(cell(*word.split()), claim={k: v for k, v in said.items() if v is not None}) for word in words]


def test_one_cell_per_data_set_contestant_and_declared_word():
    twice = ("dataset=iris optimizer=adam model.hidden=[8]", "dataset=iris optimizer=adam model.hidden=[9]")
    with pytest.raises(BadWord, match=r"claim mine: two cells for iris and adam .*\(size, across, modifiers\)"):
        checks.check(claiming(*twice), BASIC)
    for declared in ({"size": "model.hidden"}, {"across": ["model.hidden"]}, {"modifiers": ["rows", "model.hidden"]}):
        checks.check(claiming(*twice, **declared), BASIC)


def test_times_need_the_launcher_that_runs_one_cell_after_the_other():
    timed = claiming("dataset=iris", kind="scaling", size="model.hidden")
    checks.check(timed, BASIC)
    with pytest.raises(BadWord, match="hydra/launcher=basic"):
        checks.check(timed, "hydra_plugins.hydra_joblib_launcher.joblib_launcher.JoblibLauncher")


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"factor": "optimiser"}, r"factor is 'optimiser'; allowed: .* \(did you mean optimizer\?\)"),
        ({"factor": None}, "the entry 'factor' is missing, or no text"),
        ({"statement": 3}, "the entry 'statement' is missing, or no text"),
    ],
)
def test_a_claim_that_cannot_be_swept(entries, message):
    with pytest.raises(BadWord, match=message):
        checks.check(claiming("dataset=iris", **entries), BASIC)


def test_no_claim_no_rule():
    checks.check([cell("dataset=iris"), cell("dataset=iris", "epochs=3")], BASIC)
