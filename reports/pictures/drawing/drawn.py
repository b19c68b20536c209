"""What comes of a picture. Light: whoever is handed one need not import what drew it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    """A picture as a web page takes it: a data URI and its size in pixels."""

    uri: str
    width: int
    height: int


@dataclass(frozen=True)
class Drawn:
    """A picture in two widths, so that its letters stay legible on a phone."""

    title: str
    alt: str
    caption: str
    wide: Image
    narrow: Image
