"""What a test run makes once, whichever of its processes asks for it first."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

Made = TypeVar("Made")


def once(folder: Path, make: Callable[[Path], Made]) -> Made:
    """What `make` returned in the process that came first. It may leave files in `folder`, which nobody may change."""
    answer = folder / "made.pickle"
    with FileLock(f"{folder}.lock"):
        if not answer.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            answer.write_bytes(pickle.dumps(make(folder)))
    return pickle.loads(answer.read_bytes())
