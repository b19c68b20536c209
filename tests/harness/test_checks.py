"""Which cells a claim may have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cells import cell

from harness.errors import BadWord
from harness.sweeps import checks
from reports.claims import kinds

SAID = {
    "name": "mine", "statement": "so", "source": "nobody", "kind": "superiority", "factor": "optimizer",
    "favourite": "adam", "rivals": ["sgd"],
}  # fmt: skip
GROWING = {"kind": "scaling", "contestants": ["adam"], "exponent": 1.0}
OVER_CELLS = {"kind": "identical", "contestants": ["adam", "sgd"], "tolerance": 0}
ONLY_COMPARED = ("favourite", "rivals")


def claiming(*words: str, **entries) -> list:
    """A cell per word, all of one claim."""
    said = {name: value for name, value in SAID.items() if name not in ONLY_COMPARED or "kind" not in entries} | entries
    claim = kinds.claim(said, "a test")
    return [replace(cell(*word.split()), claim=claim) for word in words]


def test_one_cell_per_data_set_contestant_and_declared_word():
    twice = ("dataset=iris optimizer=adam model.hidden=[8]", "dataset=iris optimizer=adam model.hidden=[9]")
    with pytest.raises(BadWord, match=r"claim mine: two cells for iris and adam .*\(size, across, modifiers\)"):
        checks.comparable(claiming(*twice), "basic")
    for declared in (
        GROWING | {"size": "model.hidden"},
        OVER_CELLS | {"across": ["model.hidden"]},
        {"modifiers": ["rows", "model.hidden"]},
    ):
        checks.comparable(claiming(*twice, **declared), "basic")


@pytest.mark.parametrize("entries", [GROWING | {"size": "model.hidden"}, {"metric": "time_to_target"}])
def test_times_need_the_launcher_that_runs_one_cell_after_the_other(entries):
    timed = claiming("dataset=iris", **entries)
    checks.comparable(timed, "basic")
    with pytest.raises(BadWord, match="its cells must run one by one; hydra/launcher=basic runs one at a time"):
        checks.comparable(timed, "joblib")


def test_probabilities_need_a_loss_that_makes_some():
    checks.comparable(claiming("loss=cross_entropy", metric="log_loss"), "basic")
    with pytest.raises(BadWord, match=r"claim\.metric=log_loss: loss=least_squares makes no probabilities to measure"):
        checks.comparable(claiming("loss=cross_entropy", "loss=least_squares", metric="log_loss"), "basic")


def test_a_factor_that_no_cell_has_is_refused():
    with pytest.raises(BadWord, match=r"factor is 'optimiser'; allowed: .* \(did you mean optimizer\?\)"):
        checks.comparable(claiming("dataset=iris", factor="optimiser"), "basic")


def test_no_claim_no_rule():
    checks.comparable([cell("dataset=iris"), cell("dataset=iris", "epochs=3")], "basic")
