"""All pictures of a comparison, in the order in which a reader meets them; a picture is a file of this folder.

Imports none of them before it is asked for: drawing takes matplotlib and seaborn.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.pictures.drawing.picture import Picture

VERDICT = ("differences", "modifiers", "budget", "curves", "sensitivity", "race")
FOLDED = ("profiles", "ranks")  # shown when a reader asks for further evidence
OF_EVIDENCE = {"budget", *FOLDED}  # these show what is collected beside the verdict; the others need the verdict only


def picture(name: str) -> Picture[Any]:
    """The picture in the file `name`; of a claim that compares no means, its kind."""
    drawing: Picture[Any] = import_module(f"reports.pictures.{name}").PICTURE
    return drawing
