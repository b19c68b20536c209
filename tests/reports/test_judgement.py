"""Remarks, and what the terminal shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded import a_claim, simulate

from reports import effects
from reports import report
from reports.page import page
from reports.records import load
from reports.errors import NothingRecorded
from reports.report import Case
from reports.verdicts.verdict import Outcome


@pytest.fixture(scope="module")
def recorded():
    return simulate(a_claim(), seeds=3, trials=4, epochs=2)


def remarks(recorded) -> str:
    observations = effects.observe(recorded.replicas, "accuracy")
    return " | ".join([*report.remarks(recorded), *report.of_comparison(observations)])


def test_nothing_to_remark(recorded):
    assert remarks(recorded) == ""


def test_missing_cells_are_named(recorded):
    assert "1 planned cells have no finished run: iris, adam" in remarks(replace(recorded, missing=("iris, adam",)))


def test_several_versions_of_the_code(recorded):
    runs = recorded.runs.assign(code_version=["old", *recorded.runs["code_version"][1:]])
    assert "different versions of the code" in remarks(replace(recorded, runs=runs))


def test_a_verdict_on_one_data_set_speaks_of_no_other(recorded):
    one = recorded.replicas[recorded.replicas["dataset"] == "iris"]
    assert "this verdict is about iris alone and says nothing of other data" in remarks(replace(recorded, replicas=one))


@pytest.fixture
def case(recorded, monkeypatch) -> Case:
    def read(uri, experiment_id, claim, cells):
        if claim.name == "never_run":
            raise NothingRecorded("none of its 2 cells has a finished run")
        return replace(recorded, claim=claim)

    monkeypatch.setattr(load, "read", read)
    monkeypatch.setattr(page, "write", lambda judged, folder, ui: folder / "index.html")
    return Case(recorded.claim.as_mapping(), "sqlite:///x.db", "1", {})


def test_the_terminal_has_the_verdict_and_its_numbers(case, tmp_path, capsys):
    assert report.make([case], tmp_path, "http://x") == tmp_path / "index.html"
    said = capsys.readouterr().out
    first, head, row, *_ = said.splitlines()
    assert first.startswith("adam_vs_adagrad: ")
    assert "(8 data sets, 3 seeds)" in first
    assert "P(better)  P(equivalent)  P(worse)" in head
    assert row.split()[0] == "adagrad"
    assert head.index("P(worse)") + len("P(worse)") == row.index("  ", row.index("[") - 12)
    assert "as published: " in said
    assert "of 23 other reasonable analyses, " in said
    assert max(map(len, said.splitlines())) <= 120
    assert "\x1b" not in said


@pytest.mark.parametrize("arm", ["tuned", "published"])
def test_a_verdict_alone_is_the_one_of_the_whole_report(case, arm):
    asked = replace(case, definition={**case.definition, "arm": arm})
    alone, whole = report.decide(asked), report.judge(asked).verdict
    assert (alone.outcome, alone.reason, alone.remarks) == (whole.outcome, whole.reason, whole.remarks)
    assert [rival.effect for rival in alone.rivals] == [rival.effect for rival in whole.rivals]


def test_the_arm_that_a_claim_asks_for_is_judged(recorded, case):
    published = report.judge(replace(case, definition={**case.definition, "arm": "published"}))
    tuned = report.judge(case)
    assert set(published.observations["trial"]) == {0}
    assert (list(published.arms), list(tuned.arms)) == (["published", "tuned"], ["tuned", "published"])
    for one in (published, tuned):
        assert one.verdict is one.arms[one.claim.arm]
    assert published.verdict.rivals[0].effect == tuned.arms["published"].rivals[0].effect


def test_a_verdict_at_the_edge_of_the_search_space_is_withheld(case, monkeypatch):
    """All seeds of adam choose the largest rate of eight; by so wide a ROPE the two would be equivalent."""
    claim = a_claim(rope=0.5)
    eight = simulate(claim, seeds=3, trials=8, epochs=2)
    rate, adam = eight.replicas["optimizer.lr"], eight.replicas["contestant"] == "adam"
    crowded = eight.replicas.assign(validation_accuracy=rate.where(adam, eight.replicas["validation_accuracy"]))
    monkeypatch.setattr(load, "read", lambda *_: replace(eight, replicas=crowded))
    found = report.judge(replace(case, definition=claim.as_mapping()))
    assert (found.verdict.outcome, found.verdict.would_be) == (Outcome.UNDECIDED, Outcome.EQUIVALENT)
    assert "it would be EQUIVALENT, which is withheld because the best trials of adam are" in found.verdict.reason
    assert "raise the upper bound of its search space, now 1" in found.verdict.remarks[-1]
    assert (found.arms["published"].outcome, found.arms["published"].would_be) == (Outcome.EQUIVALENT, None)


def test_a_claim_without_runs_does_not_keep_the_others_from_being_judged(case, tmp_path, capsys):
    never = replace(case, definition={**case.definition, "name": "never_run"})
    report.make([never, case], tmp_path, "http://x")
    said = capsys.readouterr().out
    assert "never_run: not judged, because none of its 2 cells has a finished run" in said
    assert "adam_vs_adagrad: " in said
    with pytest.raises(NothingRecorded, match="never_run"):
        report.make([never], tmp_path, "http://x")
