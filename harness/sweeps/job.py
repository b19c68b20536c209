"""One Hydra job: one cell is trained and recorded. Nothing that goes wrong in it stops the others."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf

from datasets.dataset import DatasetError
from harness.cells.reading import read
from harness.sweeps.progress import Reporter


@dataclass(frozen=True)
class Outcome:
    """How a cell ended: `finished`, `skipped` (it was finished before), `failed`, `unsent` (waits on disk), `missing`,
    `unavailable` (there is no data to train it on, and nothing is recorded).

    scores    final medians over the seeds, by MLflow's metric name
    problem   what went wrong, in one line
    notes     sentences on what was done to the data
    """

    cell: str
    name: str
    status: str
    run_id: str | None = None
    scores: dict[str, float] | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()


def job(config: DictConfig) -> Outcome:
    """Train and record the cell that `config` describes. (Hydra's task function.)"""
    from threadpoolctl import threadpool_limits

    from harness.store import spool
    from harness.sweeps import record
    from harness.training.run import run

    hydra = HydraConfig.get()
    cell = read(config, hydra)
    folder = Path(hydra.sweep.dir)
    work = cell.training.seeds * cell.tuning.trials * cell.training.epochs
    reporter = Reporter(folder, cell.key, work)
    start = time.time()
    data, result, problem, trace = None, None, "", ""
    try:
        data = cell.data()
        with threadpool_limits(1):  # small products; and the other processors have cells of their own
            result = run(cell, data, reporter.advance)
    except DatasetError as error:  # gone since the sweep was checked
        reporter.finish()
        return Outcome(cell.key, cell.name, "unavailable", problem=" ".join(str(error).split()))
    except Exception as error:
        problem, trace = f"{type(error).__name__}: {error}".splitlines()[0][:500], traceback.format_exc()
    run_id, unsent = None, ""
    try:
        launcher = str(hydra.runtime.choices["hydra/launcher"])
        runs = record.runs(cell, data, result, problem, folder.name, start, launcher)
        written = OmegaConf.to_yaml(config, resolve=True)
        files = {"config.yaml": written} | ({"traceback.txt": trace} if trace else {})
        run_id, unsent = spool.deliver(cell.tracking, runs, result.save if result else None, files)
    except OSError as error:  # a full disk, a folder without permission
        problem = problem or f"the result could not be written: {error}"
    finally:
        reporter.finish()
    status = "failed" if problem else "unsent" if unsent else "finished"
    notes = tuple(f"{data.name}: {note}" for note in data.notes) if data else ()
    return Outcome(cell.key, cell.name, status, run_id, result.final() if result else None, problem or unsent, notes)
