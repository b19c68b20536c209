"""Results reach the disk before they go to the tracking store; what could not be sent is sent by the next call.

outputs/spool/NAME/        one trained cell: run.json (destination and RunRecords) and artifacts/
outputs/spool/NAME.lock    held by the process that writes or sends it; the system lets go of it when that dies
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from harness.paths import OUTPUTS
from harness.store import tracking
from harness.store.settings import Tracking
from harness.store.tracking import RunRecord
from reports import wire

Save = Callable[[Path], None]  # writes further artifacts into a folder

SPOOL = OUTPUTS / "spool"


def deliver(
    where: Tracking, records: list[RunRecord], save: Save | None, files: dict[str, str]
) -> tuple[str | None, str]:
    """Keep a cell on disk, then send it: (id of the last run, "") or (None, what went wrong).

    save     writes its tables into the folder of its artifacts; None if there are none
    files    name → text of further artifacts

    An OSError, and nothing left behind, if it cannot be kept.
    """
    folder = SPOOL / f"{records[-1].tags[wire.CELL]}-{uuid4().hex[:8]}"
    with _held(folder):
        try:
            _keep(folder, where, records, save, files)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        try:
            return _send(folder), ""
        except Exception as error:
            return None, (str(error).splitlines() or [type(error).__name__])[0][:200]


def send_waiting(uri: str) -> tuple[int, dict[str, str]]:
    """Send everything that waits for the store at `uri` and that no other process is busy with.

    returns    how many; and entry → why it could not be sent: it stays, is tried again by the next call, and is in
               nobody's way
    """
    sent, problems = 0, {}
    for path in sorted(SPOOL.glob("*/run.json")):
        try:
            with _held(path.parent):
                if path.exists() and json.loads(path.read_text(encoding="utf-8"))["uri"] == uri:
                    _send(path.parent)
                    sent += 1
        except Timeout:
            continue  # its own process is sending it
        except Exception as error:  # cut short, or refused by the store: the others are sent all the same
            reason = (str(error).splitlines() or [""])[0]
            problems[path.parent.name] = f"{type(error).__name__}: {reason}"[:200]
    return sent, problems


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    SPOOL.mkdir(parents=True, exist_ok=True, mode=0o700)  # an address with a password may stand in it
    lock = FileLock(folder.with_suffix(".lock"), timeout=0)
    with lock:
        yield
        if not folder.exists():
            Path(lock.lock_file).unlink(missing_ok=True)


def _keep(folder: Path, where: Tracking, records: list[RunRecord], save: Save | None, files: dict[str, str]) -> None:
    artifacts = folder / "artifacts"
    artifacts.mkdir(parents=True)
    for name, text in files.items():
        (artifacts / name).write_text(text, encoding="utf-8")
    if save is not None:
        save(artifacts)
    content = {"uri": where.uri, "experiment_id": where.experiment_id, "runs": [asdict(record) for record in records]}
    draft = folder / "run.json.draft"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(content))
        file.flush()
        os.fsync(file.fileno())  # or it may be empty after a power cut
    draft.replace(folder / "run.json")  # from here on, it counts as kept


def _send(folder: Path) -> str:
    """Send all runs of `folder`, the cell's own last, and remove it.

    Ids are noted as runs are made; those of an attempt that was cut short are deleted first.
    """
    content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    uri, begun = content["uri"], folder / "begun"
    for run_id in begun.read_text().split() if begun.exists() else []:
        tracking.forget(uri, run_id)
    *replicas, cell = [RunRecord(**entries) for entries in content["runs"]]

    def note(run_id: str) -> None:
        with begun.open("a") as file:
            file.write(run_id + "\n")

    for record in replicas:
        tracking.send(uri, content["experiment_id"], record, None, note)
    run_id = tracking.send(uri, content["experiment_id"], cell, folder / "artifacts", note)
    shutil.rmtree(folder)
    return run_id
