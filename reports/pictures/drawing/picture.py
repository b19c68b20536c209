"""A picture: how it is drawn, when there is something to draw, and the words that go with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from matplotlib.figure import Figure

from reports.pictures.drawing.canvas import NARROW, WIDE, Canvas, draw
from reports.pictures.drawing.drawn import Drawn

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Picture(Generic[Subject]):
    """A picture of a subject: of a comparison's verdict (Judged), with its evidence (Exhibit), or of a Finding.

    alt        what it shows, for whoever cannot see it
    caption    how it is read
    draw       the figure for a canvas
    when       is there something to draw?
    """

    title: str
    alt: Callable[[Subject], str]
    caption: Callable[[Subject], str]
    draw: Callable[[Subject, Canvas], Figure]
    when: Callable[[Subject], bool] = lambda subject: True


def drawn(picture: Picture[Subject], subject: Subject) -> Drawn:
    """The `picture` of `subject` in both widths."""
    wide, narrow = (draw(picture.draw(subject, canvas), canvas) for canvas in (WIDE, NARROW))
    return Drawn(picture.title, picture.alt(subject), picture.caption(subject), wide, narrow)
