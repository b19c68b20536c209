"""Results wait on disk until they are sent to the tracking store; what could not be sent is sent by the next call.

outputs/spool/NAME/        one trained cell: run.json (destination and RunRecords) and artifacts/
outputs/spool/NAME.lock    held by the process that writes or sends it; the system lets go of it when that dies
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from harness.paths import OUTPUTS
from harness.store import runs, tracking
from harness.store.runs import RunRecord
from reports import wire

Save = Callable[[Path], None]  # writes further artifacts into a folder

SPOOL = OUTPUTS / "spool"


@dataclass(frozen=True)
class Destination:
    """Where a run belongs: the store, the experiment's name, and what the experiment is about."""

    uri: str
    experiment: str
    about: str


@dataclass(frozen=True)
class Sent:
    """What came of an attempt to send all that waits for a store.

    count       how many were sent
    problems    entry → why the store would not take it: it stays, is tried again by the next call, and is in
                nobody's way
    silent      why the store could not be reached, so that nothing more was tried; "" if it could
    """

    count: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    silent: str = ""

    def reason(self, entry: str) -> str:
        """Why this entry was not sent."""
        return self.problems.get(entry) or self.silent or "another command is sending it"


def keep(destination: Destination, records: list[RunRecord], save: Save | None, files: dict[str, str]) -> str:
    """Keep a cell on disk; the name of its entry.

    save     writes its tables into the folder of its artifacts; None if there are none
    files    name → text of further artifacts

    An OSError, and nothing left behind, if it cannot be kept.
    """
    folder = SPOOL / f"{records[-1].tags[wire.CELL]}-{uuid4().hex[:8]}"
    with _held(folder):
        try:
            _write(folder, destination, records, save, files)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return folder.name


def waits(entry: str) -> bool:
    """Does this entry still wait?"""
    return (SPOOL / entry / "run.json").exists()


def waiting(destination: Destination) -> dict[str, str]:
    """Cell key → entry, of the trained cells that wait for this experiment of this store."""
    found = {}
    for path in sorted(SPOOL.glob("*/run.json")):
        with suppress(Exception):  # cut short, or sent in the meantime: no cell that anybody could wait for
            content = _read(path)
            is_there = (content["uri"], content["experiment"]) == (destination.uri, destination.experiment)
            if is_there and (cell := content["runs"][-1])["status"] == "FINISHED":
                found[cell["tags"][wire.CELL]] = path.parent.name
    return found


def send_waiting(uri: str, patience: float = 0) -> Sent:
    """Send everything that waits for the store at `uri`.

    patience    seconds to wait for an entry that another process is busy with; after that, it is left to it
    """
    sent, problems, experiments = 0, {}, dict[str, str]()
    for folder in sorted(path for path in SPOOL.glob("*") if path.is_dir()):
        try:
            with _held(folder, patience):
                if not (folder / "run.json").exists():
                    shutil.rmtree(folder, ignore_errors=True)  # its writer died before it was whole
                elif (content := _read(folder / "run.json"))["uri"] == uri:
                    _send(folder, content, experiments)
                    sent += 1
        except Timeout:
            continue  # its own process is writing or sending it
        except Exception as error:  # cut short, refused by the store, or nobody there
            reason = (str(error).splitlines() or [""])[0]
            problems[folder.name] = f"{type(error).__name__}: {reason}"[:200]
            if silent := tracking.silent(uri):
                return Sent(sent, problems, silent)
    return Sent(sent, problems)


@contextmanager
def _held(folder: Path, patience: float = 0) -> Iterator[None]:
    SPOOL.mkdir(parents=True, exist_ok=True, mode=0o700)  # an address with a password may stand in it
    lock = FileLock(folder.with_suffix(".lock"), timeout=patience)
    with lock:
        yield
        if not folder.exists():
            Path(lock.lock_file).unlink(missing_ok=True)


def _write(
    folder: Path, destination: Destination, records: list[RunRecord], save: Save | None, files: dict[str, str]
) -> None:
    artifacts = folder / "artifacts"
    artifacts.mkdir(parents=True)
    for name, text in files.items():
        (artifacts / name).write_text(text, encoding="utf-8")
    if save is not None:
        save(artifacts)
    draft = folder / "run.json.draft"
    content = asdict(destination) | {"runs": [asdict(record) for record in records]}
    draft.write_text(json.dumps(content), encoding="utf-8")
    for path in (*artifacts.iterdir(), draft):
        _sync(path)  # or it may be empty after a power cut
    draft.replace(folder / "run.json")  # from here on, it counts as kept


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _send(folder: Path, content: dict[str, Any], experiments: dict[str, str]) -> None:
    """Send all runs of `folder`, the cell's own last, and remove it.

    Ids are noted as runs are made; those of an attempt that was cut short are deleted first.

    experiments    name → id of those that are known; one that is not there yet is made
    """
    uri, name, begun = content["uri"], content["experiment"], folder / "begun"
    if name not in experiments:
        experiments[name] = tracking.prepare(uri, name, content["about"])
    for run_id in begun.read_text().split() if begun.exists() else []:
        runs.forget(uri, run_id)
    *replicas, cell = [RunRecord(**entries) for entries in content["runs"]]

    def note(run_id: str) -> None:
        with begun.open("a") as file:
            file.write(run_id + "\n")

    for record in replicas:
        runs.send(uri, experiments[name], record, None, note)
    runs.send(uri, experiments[name], cell, folder / "artifacts", note)
    (folder / "run.json").unlink()  # first: without its ids, whoever finds it would send it once more
    shutil.rmtree(folder)
