"""The command line, called in this process."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

import pytest

# Two cells of each contestant, as small as they come.
SMALL = ("dataset=iris,wine", "model.hidden=[8]", "epochs=3", "seeds=2", "tuning.trials=2", "hydra/launcher=basic")


@dataclass(frozen=True)
class Called:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


def call(*words: str) -> Called:
    from harness.cli import main

    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as exit_:
        main(words)
    return Called(int(exit_.value.code or 0), out.getvalue(), err.getvalue())
