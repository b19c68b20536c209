"""Which version of the source numbers depend on: runs of another one are not comparable without a word."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from harness.paths import ROOT

# A change elsewhere leaves numbers as they are.
ENGINE = ("models/**/*.py", "datasets/**/*.py", "harness/sampling/*.py", "harness/training/*.py")
NOT_ENGINE = "datasets/data/"  # how the bundled files were made: they are checked by their hashes


@cache
def code_version() -> str:
    """A short hash of the source that numbers depend on."""
    sha = hashlib.sha256()
    for path in engine():
        sha.update(path.read_bytes())
    return sha.hexdigest()[:12]


def engine() -> list[Path]:
    """The files that numbers depend on."""
    paths = {path for pattern in ENGINE for path in ROOT.glob(pattern)}
    return sorted(path for path in paths if not path.is_relative_to(ROOT / NOT_ENGINE))
