"""Jobs one after the other, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from harness.launchers.base import MOST, Do, Launcher


@dataclass(frozen=True)
class Basic(Launcher):
    """This process, and nobody beside it: times that are compared are measured here."""

    @property
    @override
    def processes(self) -> int:
        return 1

    @override
    def cells_of_a_job(self, cells: int) -> int:
        return max(1, min(MOST, cells))

    @override
    def launch(self, do: Do, jobs: Sequence[int], folder: Path) -> Iterator[Any]:
        return map(do, jobs)
