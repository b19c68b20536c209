import io
import re
import sys
import time
from dataclasses import replace

import pytest

from harness.sweeps import progress
from harness.sweeps.progress import FILE, Plan, Reader, Reporter, Standing

PLAN = Plan("some_claim", 0.0, {"a": 10, "b": 30, "c": 1, "d": 1})


def test_the_parent_reads_what_jobs_say(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "PAUSE", 0)
    reader = Reader(tmp_path, PLAN)
    assert reader.update() == Standing(4, 0, 0, 0, 0)
    first, second = Reporter(tmp_path, "a", 10), Reporter(tmp_path, "b", 4)
    first.advance(5)
    second.advance(1)
    assert reader.update() == Standing(4, pytest.approx(0.75), 0, 0, pytest.approx(12.5))
    second.finish()
    assert reader.update() == Standing(4, pytest.approx(1.5), 1, 0, 35)
    first.finish(failed=True)
    assert reader.update() == Standing(4, 2, 2, 1, 40)


def test_a_job_does_not_say_too_much(tmp_path):
    reporter = Reporter(tmp_path, "a", 10_000)
    for _ in range(10_000):
        reporter.advance(1)
    assert len((tmp_path / FILE).read_text().splitlines()) < 20 if (tmp_path / FILE).exists() else True


def test_a_line_that_is_still_being_written_waits(tmp_path):
    reader = Reader(tmp_path, PLAN)
    (tmp_path / FILE).write_text('["a", 0.5]\n["b", 0.')
    assert reader.update().done == 0.5
    with (tmp_path / FILE).open("a") as file:
        file.write("25]\n")
    assert reader.update().done == 0.75


def test_without_a_terminal_there_are_lines_with_the_time_left(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "QUIET", 0.05)
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    with progress.shown(tmp_path, replace(PLAN, begun=time.time() - 2)):
        Reporter(tmp_path, "a", 1).finish()
        while "1/4" not in said.getvalue():
            pass
    assert re.search(r"some_claim: 1/4 cells, \d.\d networks/s, about \d+ s left", said.getvalue())


def test_on_a_terminal_there_is_a_bar(tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    said = Terminal()
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with progress.shown(tmp_path, PLAN):
        Reporter(tmp_path, "a", 1).finish(failed=True)
    assert "some_claim" in said.getvalue()
    assert "1/4 cells, 1 failed" in said.getvalue()


@pytest.mark.parametrize(
    ("standing", "text"),
    [
        (Standing(20, 0, 0, 0, 0), "0/20 cells"),
        (Standing(20, 6.0, 6, 0, 960), "6/20 cells, 96 networks/s, about 23 s left"),
        (Standing(2000, 500.0, 499, 2, 160_000), "499/2000 cells, 2 failed, 16,000 networks/s, about 30 s left"),
        (Standing(2, 0.5, 0, 0, 0.5), "0/2 cells, 0.1 networks/s, about 30 s left"),
    ],
)
def test_how_far_it_is_in_words(standing, text):
    """After ten seconds."""
    assert standing.text(10.0) == text
