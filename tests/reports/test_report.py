"""Several claims at once: each is judged, said, and put on the page; one that cannot be does not stop the others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from build import a_claim, sent, simulated

from harness.commands.drawing import Inline
from reports import report, wire
from reports.errors import NothingRecorded
from reports.page import sections
from reports.records.case import Case

pytestmark = pytest.mark.usefixtures("hurried")
INLINE = Inline()


@pytest.fixture
def without_pictures(monkeypatch):
    monkeypatch.setattr(sections, "draw", lambda name, subject: None)


@pytest.fixture
def uri(empty_store: Path, tmp_path: Path) -> str:
    shutil.copy(empty_store, tmp_path / "mlflow.db")
    return f"sqlite:///{tmp_path}/mlflow.db"


@pytest.fixture
def case(uri, tmp_path, without_pictures) -> Case:
    (tmp_path / "good").mkdir()
    return sent(simulated(a_claim(), ("iris", "wine"), seeds=2, trials=2, epochs=2), uri, tmp_path / "good")


def test_the_page_is_written_and_the_verdict_said(case, tmp_path, capsys):
    assert report.make([case], tmp_path / "page", "http://x", INLINE) == tmp_path / "page" / "index.html"
    assert "Adam beats AdaGrad" in (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    first, _, row, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("adam_vs_adagrad: ")
    assert first.endswith("(2 data sets, 2 seeds)")
    assert row.split()[0] == "adagrad"


def test_a_claim_without_runs_does_not_keep_the_others_from_being_judged(case, tmp_path, capsys):
    never = replace(case, claim=a_claim(name="never_run"), cells={"one": "", "two": ""})
    report.make([never, case], tmp_path, "http://x", INLINE)
    said = capsys.readouterr().out
    assert "never_run: not judged, because none of its 2 cells has a finished run" in said
    assert "adam_vs_adagrad: " in said
    with pytest.raises(NothingRecorded, match="never_run"):
        report.make([never], tmp_path, "http://x", INLINE)


def test_a_claim_whose_record_is_broken_does_not_keep_the_others_from_being_judged(case, tmp_path, capsys):
    """A table of another experiment was deleted; and a store is none."""
    (tmp_path / "bad").mkdir()
    recorded = simulated(a_claim(name="broken"), ("iris", "wine"), seeds=2, trials=2, epochs=2)
    broken = sent(recorded, case.uri, tmp_path / "bad")
    for table in (tmp_path / "bad").rglob(f"artifacts/{wire.file(wire.CURVES)}"):
        table.unlink()
    (tmp_path / "none.db").write_text("no store\n" * 1000)
    gone = replace(case, claim=a_claim(name="gone"), uri=f"sqlite:///{tmp_path}/none.db")
    report.make([broken, case, gone], tmp_path, "http://x", INLINE)
    lines = capsys.readouterr().out.splitlines()
    (said,) = [line for line in lines if line.startswith("broken: ")]
    assert said.startswith("broken: not judged, because the tables are gone or broken of ")
    (said,) = [line for line in lines if line.startswith("gone: ")]
    assert said.startswith(f"gone: not judged, because its record in {gone.uri} cannot be read: ")
    assert any(line.startswith("adam_vs_adagrad: ") for line in lines)
    with pytest.raises(NothingRecorded) as error:
        report.make([broken, gone], tmp_path, "http://x", INLINE)
    assert "broken: not judged, because the tables are gone" in str(error.value)
    assert "; gone: not judged, because its record in" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_data_that_say_nothing_are_said(case, tmp_path, capsys):
    timed = replace(case, claim=a_claim(name="timed", metric="time_to_target"))
    report.make([timed, case], tmp_path, "http://x", INLINE)
    assert "timed: not judged, because seconds of cells that shared the processors" in capsys.readouterr().out
