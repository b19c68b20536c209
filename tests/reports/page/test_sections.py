"""Sections of the page on their way: in the order of their claims, and the same whoever draws their pictures."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import pytest
from build import a_claim, judged_briefly, simulated

from harness.commands import drawing
from reports.page import page, sections
from reports.page.sections import Sections
from reports.pictures import gallery

pytestmark = pytest.mark.usefixtures("hurried")


@pytest.fixture
def comparison():
    return judged_briefly(simulated(a_claim(), ("iris",), seeds=2, trials=2, epochs=2))


def shown(*claims) -> tuple[str, int]:
    """The page with these claims, and the process that drew its pictures."""
    with drawing.started() as pool:
        begun = Sections("http://x", pool)
        for one in claims:
            begun.add(one)
        return page.render(begun.finished(), datetime(2026, 1, 1, tzinfo=UTC)), pool.submit(os.getpid).result()


def test_other_processes_draw_the_same_to_the_last_byte(comparison, findings, monkeypatch):
    """Two real ones, which draw a picture of a verdict, of its evidence, and of a finding."""
    monkeypatch.setattr(gallery, "VERDICT", ("differences",))
    monkeypatch.setattr(gallery, "FOLDED", ("profiles",))
    monkeypatch.setattr(gallery, "OF_EVIDENCE", {"profiles"})
    here, own = shown(comparison, findings["impossible"])
    monkeypatch.setattr(drawing, "cpu_count", lambda: 2)
    there, others = shown(comparison, findings["impossible"])
    assert there == here
    assert here.count("<img ") == 3
    assert own == os.getpid() != others


def test_sections_come_in_the_order_of_their_claims(comparison, findings, monkeypatch):
    """The pictures of each in that of the gallery, and those that there is nothing to draw of left out."""
    monkeypatch.setattr(sections, "draw", lambda name, subject: None if name in ("race", "ranks") else name)
    begun = Sections("http://x", drawing.Inline())
    for one in (findings["scaling"], comparison, findings["identical"]):
        begun.add(one)
    first, second, third = begun.finished()
    assert [section["claim"].kind for section in (first, second, third)] == ["scaling", "superiority", "identical"]
    assert (first["pictures"], third["pictures"]) == (["scaling"], ["identical"])
    assert second["pictures"] == ["differences", "modifiers", "budget", "curves", "sensitivity"]
    assert second["folded"] == ["profiles"]


def test_a_picture_that_cannot_be_drawn_is_an_error_and_no_page_without_it(comparison, monkeypatch):
    def fail(name, subject):
        raise RuntimeError(name)

    monkeypatch.setattr(sections, "draw", fail)
    with pytest.raises(RuntimeError, match="differences"):
        Sections("http://x", drawing.Inline()).add(comparison)


def test_processes_that_draw_are_ended_when_something_goes_wrong(monkeypatch):
    """Nobody waits for what they import, or draw, for nothing."""
    monkeypatch.setattr(drawing, "cpu_count", lambda: 2)
    start = time.monotonic()
    with pytest.raises(ValueError, match="a bad word"), drawing.started() as pool:
        for _ in range(4):
            pool.submit(time.sleep, 60)
        raise ValueError("a bad word")
    assert time.monotonic() - start < 20
