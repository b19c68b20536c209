"""Jobs in processes of this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from harness import environment
from harness.errors import DIED, LostWorker
from harness.launchers.base import Do, Launcher, processors
from models.ranges import number


@dataclass(frozen=True)
class Joblib(Launcher):
    """As many processes as there are processors.

    n_jobs     how many instead; −1 is one per processor, −2 leaves one of them free
    retries    how often jobs are begun again whose worker died
    """

    n_jobs: int = -1
    retries: int = number(2, least=0)

    @override
    def __post_init__(self) -> None:
        super().__post_init__()
        if self.n_jobs == 0:
            raise ValueError("n_jobs must be at least 1, or -1 for one per processor, not 0")

    @property
    @override
    def processes(self) -> int:
        return self.n_jobs if self.n_jobs > 0 else max(1, processors() + 1 + self.n_jobs)

    @override
    def launch(self, do: Do, jobs: Sequence[int], folder: Path) -> Iterator[Any]:
        if len(jobs) == 1:  # there is nothing to share, and other processes take seconds to start
            yield do(jobs[0])
            return
        from joblib import Parallel, delayed

        left = set(jobs)
        for last in (*[False] * self.retries, True):
            # A job is a chunk already: joblib makes no batches of several.
            pool = Parallel(n_jobs=self.n_jobs, backend="loky", batch_size=1, return_as="generator_unordered")
            try:
                for job, answer in pool(delayed(_numbered)(do, job, os.getpid()) for job in sorted(left)):
                    left.remove(job)
                    yield answer
                return
            except BrokenProcessPool:
                if last:
                    raise LostWorker(DIED) from None
                print(f"folklore: {DIED}; what it was at is begun again", file=sys.stderr, flush=True)


def _numbered(do: Do, job: int, parent: int) -> tuple[int, Any]:
    """A job's number and what came of it, unless the process that asked for it is gone, or goes meanwhile."""
    if os.getppid() != parent:
        os._exit(1)
    environment.end_with(parent)
    return job, do(job)
