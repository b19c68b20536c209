import io
import re
import sys

import pytest

from harness.sweeps import progress
from harness.sweeps.progress import FILE, Reader, Reporter


def test_the_parent_reads_what_jobs_say(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "PAUSE", 0)
    reader = Reader(tmp_path)
    assert reader.update() == 0
    first, second = Reporter(tmp_path, "a", 10), Reporter(tmp_path, "b", 4)
    first.advance(5)
    second.advance(1)
    assert reader.update() == pytest.approx(0.75)
    second.finish()
    assert reader.update() == pytest.approx(1.5)
    assert reader.finished == 1


def test_a_job_does_not_say_too_much(tmp_path):
    reporter = Reporter(tmp_path, "a", 10_000)
    for _ in range(10_000):
        reporter.advance(1)
    assert len((tmp_path / FILE).read_text().splitlines()) < 20 if (tmp_path / FILE).exists() else True


def test_a_line_that_is_still_being_written_waits(tmp_path):
    reader = Reader(tmp_path)
    (tmp_path / FILE).write_text('["a", 0.5]\n["b", 0.')
    assert reader.update() == 0.5
    with (tmp_path / FILE).open("a") as file:
        file.write("25]\n")
    assert reader.update() == 0.75


def test_without_a_terminal_there_are_lines_with_the_time_left(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "QUIET", 0.05)
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    with progress.shown(tmp_path, 4, "some_claim"):
        Reporter(tmp_path, "a", 1).finish()
        while "1/4" not in said.getvalue():
            pass
    assert re.search(r"some_claim: 1/4 cells, about \d+ s left", said.getvalue())


def test_on_a_terminal_there_is_a_bar(tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    said = Terminal()
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with progress.shown(tmp_path, 2, "some_claim"):
        Reporter(tmp_path, "a", 1).finish()
    assert "some_claim" in said.getvalue()
    assert "1/2 cells" in said.getvalue()
