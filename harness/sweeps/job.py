"""One job: one cell is trained and recorded. Nothing that goes wrong in it stops the others."""

from __future__ import annotations

import time
import traceback
from pathlib import Path

from omegaconf import DictConfig, OmegaConf

from datasets.dataset import DatasetError
from harness.cells.asked import Asked
from harness.cells.reading import read
from harness.sweeps.ending import Ending, Status
from harness.sweeps.progress import Reporter


def job(config: DictConfig, asked: Asked, folder: Path) -> Ending:
    """Train and record the cell that `config` describes.

    folder    of the sweep, where the job says how far it is
    """
    from threadpoolctl import threadpool_limits

    from harness.store import spool
    from harness.sweeps import record
    from harness.training.run import run

    cell = read(config, asked)
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
        return Ending(cell.key, cell.name, Status.UNAVAILABLE, problem=" ".join(str(error).split()))
    except Exception as error:
        problem, trace = f"{type(error).__name__}: {error}".splitlines()[0][:500], traceback.format_exc()
    run_id, unsent = None, ""
    try:
        runs = record.runs(cell, data, result, problem, folder.name, start, asked.launcher)
        written = OmegaConf.to_yaml(config, resolve=True)
        files = {"config.yaml": written} | ({"traceback.txt": trace} if trace else {})
        run_id, unsent = spool.deliver(cell.tracking, runs, result.save if result else None, files)
    except OSError as error:  # a full disk, a folder without permission
        problem = problem or f"the result could not be written: {error}"
    finally:
        reporter.finish()
    status = Status.FAILED if problem else Status.UNSENT if unsent else Status.FINISHED
    notes = tuple(f"{data.name}: {note}" for note in data.notes) if data else ()
    return Ending(cell.key, cell.name, status, run_id, result.final() if result else None, problem or unsent, notes)
