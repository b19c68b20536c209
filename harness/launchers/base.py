"""A launcher: has the jobs of a sweep done, wherever that is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from models.ranges import Checked

Do = Callable[[int], Any]  # does the job with this number; what it returns is small

SHARES, MOST = 8, 32  # jobs per process at least, and cells per job at most


def processors() -> int:
    """How many there are for this process: a container may have fewer than its machine."""
    from joblib import cpu_count

    return int(cpu_count())


class Launcher(Checked, ABC):
    """Has the jobs of a sweep done. Its fields are what hydra.launcher says."""

    @property
    @abstractmethod
    def processes(self) -> int:
        """How many jobs are done at once."""

    def cells_of_a_job(self, cells: int) -> int:
        """How many of so many cells a job has.

        So many that starting a job costs next to nothing; so few that no process waits long for another's.
        """
        return max(1, min(MOST, cells // (SHARES * self.processes)))

    @abstractmethod
    def launch(self, do: Do, jobs: Sequence[int], folder: Path) -> Iterator[Any]:
        """What `do` returns for the `jobs`, in any order; a LostWorker if some of them never came to an end.

        folder    of the sweep, where a launcher may leave what it likes
        """
