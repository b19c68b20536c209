"""All pictures: each is a file that the gallery knows, and has words for whoever cannot see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from build import judged

from reports import pictures
from reports.claims.comparison import Comparison
from reports.claims.kinds import KINDS
from reports.pictures import gallery
from reports.pictures.drawing.canvas import NARROW
from reports.pictures.drawing.picture import Picture, drawn

ALL = (*gallery.VERDICT, *gallery.FOLDED)


def test_every_file_with_a_picture_is_in_the_gallery_or_called_like_a_kind():
    found = {
        path.stem for folder in pictures.__path__ for path in Path(folder).glob("*.py")
        if "\nPICTURE = " in path.read_text(encoding="utf-8")
    }  # fmt: skip
    assert found == {*ALL, *(name for name, kind in KINDS.items() if not issubclass(kind, Comparison))}
    assert len(set(ALL)) == len(ALL)
    assert set(ALL) >= gallery.OF_EVIDENCE


@pytest.mark.parametrize("name", ALL)
def test_a_picture_has_words_that_name_who_is_compared(usual_exhibit, name):
    """Those of the verdict need the verdict only."""
    picture = gallery.picture(name)
    assert isinstance(picture, Picture)
    subject = usual_exhibit if name in gallery.OF_EVIDENCE else usual_exhibit.judged
    if not picture.when(subject):  # this claim has no modifiers
        assert name == "modifiers"
        return
    assert "adam" in picture.alt(subject)
    assert picture.alt(subject).endswith(".")
    assert picture.caption(subject).endswith(".")


def test_titles_are_different():
    titles = [gallery.picture(name).title for name in (*ALL, "impossible", "identical", "scaling")]
    assert len(set(titles)) == len(titles)


def test_a_picture_is_drawn_in_two_widths(findings):
    finding = findings["impossible"]
    made = drawn(gallery.picture("impossible"), finding)
    assert made.title == gallery.picture("impossible").title
    assert made.narrow.width == int(NARROW.width * NARROW.dpi)
    assert made.narrow.width < made.wide.width
    assert finding.headline in made.alt


def test_there_is_no_race_where_nobody_has_a_target(usual):
    none = judged(usual.recorded)
    assert gallery.picture("race").when(none)
    nowhere = none.observations.assign(target=float("nan"))
    assert not gallery.picture("race").when(type(none)(none.verdict, none.recorded, nowhere))
