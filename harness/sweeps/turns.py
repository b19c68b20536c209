"""Sweeps that run at once, in whichever terminals, train a cell once: whoever comes second finds it trained.

outputs/sweeps/trained       a line per cell that was trained and kept: where it belongs, and its key
outputs/sweeps/KEY.lock      held by the process that trains the cell; the system lets go of it when that dies
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from filelock import FileLock, Timeout

from harness.paths import OUTPUTS
from harness.store.spool import Destination

FOLDER = OUTPUTS / "sweeps"
TRAINED = FOLDER / "trained"


class Turn(Enum):
    """Whose turn a cell is."""

    OURS = auto()
    BUSY = auto()  # another sweep is at it
    OVER = auto()  # another sweep has trained it since this one looked


def now() -> int:
    """How far the list of trained cells goes at this moment."""
    return TRAINED.stat().st_size if TRAINED.exists() else 0


@contextmanager
def taken(key: str, destination: Destination, since: int, wait: bool) -> Iterator[Turn]:
    """Take the turn to train a cell for this destination; nobody else gets it while the block runs.

    since    what `now` said before this sweep looked for finished cells
    wait     until the other sweep is done with it, if one is at it
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    line = _line(key, destination)
    lock = FileLock(FOLDER / f"{key}.lock", timeout=-1 if wait else 0)
    try:
        lock.acquire()
    except Timeout:
        yield Turn.BUSY
        return
    try:
        yield Turn.OVER if line in _since(since) else Turn.OURS
    finally:
        Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


def over(key: str, destination: Destination) -> None:
    """Note that the cell is trained and kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TRAINED.open("a") as file:  # a line this short is appended in one piece
        file.write(_line(key, destination) + "\n")


def _since(position: int) -> set[str]:
    if not TRAINED.exists():
        return set()
    with TRAINED.open() as file:
        file.seek(position)
        return set(file.read().splitlines())


def _line(key: str, destination: Destination) -> str:
    # Hashed, because an address may hold a password.
    where = hashlib.sha256(f"{destination.uri} {destination.experiment}".encode()).hexdigest()[:16]
    return f"{where} {key}"
