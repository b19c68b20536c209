"""What was asked for: what Hydra knows of a composition besides its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Asked:
    """How a composition came to be.

    choices     config group → name of its level; None where no level was chosen
    words       the words that it was asked for with
    launcher    name of the level of hydra/launcher
    sources     folders that levels may lie in, in the order in which they are searched
    """

    choices: Mapping[str, str | None]
    words: tuple[str, ...]
    launcher: str
    sources: tuple[Path, ...]
