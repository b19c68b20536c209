"""Jobs on a cluster of Ray, or on one that is started here. Needs the extra [ray]."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from harness.errors import BadWord, LostWorker
from harness.launchers.base import Do, Launcher, processors
from models.ranges import number


@dataclass(frozen=True)
class Ray(Launcher):
    """The processes of a cluster, whose machines see the same folder `outputs/` and have this project installed.

    address     of the cluster, such as auto or ray://host:10001; None: one is started here, and ended
    cpus        how many jobs it does at once: as many as there are processors, if it is started here
    retries     how often a job is begun again whose worker died
    """

    address: str | None = None
    cpus: int | None = None
    retries: int = number(2, least=0)

    @override
    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cpus is not None and self.cpus < 1:
            raise ValueError(f"cpus must be at least 1, not {self.cpus}")
        if self.address is not None and self.cpus is None:
            raise ValueError("cpus must be given with an address: how many jobs the cluster does at once")

    @property
    @override
    def processes(self) -> int:
        return self.cpus or processors()

    @override
    def launch(self, do: Do, jobs: Sequence[int], folder: Path) -> Iterator[Any]:
        try:
            import ray
        except ImportError:
            raise BadWord("hydra/launcher=ray: Ray is not installed; pip install 'folklore[ray]'") from None
        where: dict[str, Any] = {"address": self.address} if self.address else {"num_cpus": self.processes}
        ray.init(**where, log_to_driver=False, include_dashboard=False, logging_level="error")
        try:
            remote = ray.remote(num_cpus=1, max_retries=self.retries)(_here)
            left = [remote.remote(do, job, str(Path.cwd())) for job in jobs]
            while left:
                done, left = ray.wait(left)
                yield ray.get(done[0])
        except ray.exceptions.WorkerCrashedError:
            raise LostWorker("a worker of Ray died (out of memory, or killed)") from None
        finally:
            ray.shutdown()


def _here(do: Do, job: int, folder: str) -> Any:
    os.chdir(folder)  # paths such as outputs/ are meant from where the command was called
    return do(job)
