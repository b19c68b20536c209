"""Jobs of Slurm, or processes of this machine that stand for them. Needs the extra [slurm]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

from typing_extensions import override

from harness.errors import BadWord, LostWorker
from harness.launchers.base import Do, Launcher, processors
from models.ranges import number


@dataclass(frozen=True)
class Submitit(Launcher):
    """An array of jobs, which all see the folder that the command was called in.

    cluster        slurm, or local: processes of this machine
    jobs           into how many a sweep is parted; None: one per processor
    timeout_min    minutes that a job may take; what it did until then is kept
    mem_gb         memory of a job, in GB; None: the cluster's usual
    at_once        how many jobs of Slurm may run at once
    partition      of Slurm
    more           further words of sbatch, by name, such as {account: mine}
    """

    cluster: str = "local"
    jobs: int | None = None
    timeout_min: int = number(60, least=1)
    mem_gb: float | None = None
    at_once: int = number(256, least=1)
    partition: str | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @override
    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cluster not in ("slurm", "local"):
            raise ValueError(f"cluster must be slurm or local, not {self.cluster!r}")
        if self.jobs is not None and self.jobs < 1:
            raise ValueError(f"jobs must be at least 1, not {self.jobs}")

    @property
    @override
    def processes(self) -> int:
        return self.jobs or processors()

    @override
    def cells_of_a_job(self, cells: int) -> int:
        return max(1, ceil(cells / self.processes))  # a job that waits in a queue costs more than one that is longer

    @override
    def launch(self, do: Do, jobs: Sequence[int], folder: Path) -> Iterator[Any]:
        try:
            import submitit
        except ImportError:
            name = "submitit_slurm" if self.cluster == "slurm" else "submitit_local"
            raise BadWord(f"hydra/launcher={name}: pip install 'folklore[slurm]' first") from None
        logs = folder.resolve() / "jobs"
        executor = submitit.AutoExecutor(logs, cluster=self.cluster)
        executor.update_parameters(timeout_min=self.timeout_min, cpus_per_task=1, **self._wanted())
        begun = executor.map_array(do, jobs)
        lost = 0
        for job in submitit.helpers.as_completed(begun):
            try:
                yield job.result()
            except (submitit.core.utils.UncompletedJobError, submitit.core.utils.FailedJobError):
                lost += 1
        if lost:
            raise LostWorker(
                f"{lost} of {len(begun)} jobs ended before they were done (killed, or longer than "
                f"{self.timeout_min} minutes); what they said is in {logs}"
            )

    def _wanted(self) -> dict[str, Any]:
        words: dict[str, Any] = {}
        if self.mem_gb is not None:
            words["mem_gb"] = self.mem_gb
        if self.cluster == "slurm":
            words |= {"slurm_array_parallelism": self.at_once, "slurm_additional_parameters": dict(self.more)}
            if self.partition is not None:
                words["slurm_partition"] = self.partition
        return words
