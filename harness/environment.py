"""The process: refuses to start where another package hides one of ours, and does not look for garbage all the time."""

from __future__ import annotations

import atexit
import ctypes
import gc
import io
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec

from harness import signals
from harness.errors import BadWord
from harness.paths import ROOT

LOOK = 0.5  # seconds between two looks at the parent
PR_SET_PDEATHSIG = 1
CLEARING_UP = (
    "ignore::UserWarning:joblib.externals.loky.backend.resource_tracker",
    "ignore::UserWarning:multiprocessing.resource_tracker",
)
PACKAGES = ("datasets", "models", "reports")


def check() -> str | None:
    """A BadWord if another package hides one of ours; a warning if ours hides Hugging Face's `datasets`."""
    for name in PACKAGES:
        spec = find_spec(name)
        origin = spec.origin if spec else None
        if origin != str(ROOT / name / "__init__.py"):
            raise BadWord(
                f"another package called `{name}` ({origin}) hides the one of this project ({ROOT / name}); "
                f"give this project an environment of its own: `make` makes one in .venv"
            )
    try:
        distribution("datasets")
    except PackageNotFoundError:
        return None
    return (
        "Hugging Face's package `datasets` is installed here too, and from this folder Python finds ours first; "
        "give this project an environment of its own: `make` makes one in .venv"
    )


def quick() -> None:
    """Look for garbage seldom, and not at all at the end.

    What MLflow, pandas and SciPy import are half a million objects, of which none is garbage. Python looks through
    them again and again while it imports, which is a fifth of that time, and once more at the end, for a second.
    """
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)


def say_what_can_be_said() -> None:
    """A terminal that has no “−” prints “?”, and not an error after the whole sweep."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def import_nothing_from_here() -> None:
    """Let processes that we start import no random.py or mlflow.py that lies beside the user's data.

    And let those that clear up after a process that was killed keep it to themselves.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    own = filter(None, os.environ.get("PYTHONWARNINGS", "").split(","))
    os.environ["PYTHONWARNINGS"] = ",".join(dict.fromkeys([*own, *CLEARING_UP]))


@cache  # one watch is enough
def end_with(parent: int, scratch: str = "") -> None:
    """Leave as soon as the process `parent` is gone, however it ended: nobody would wait for what this one does.

    scratch    a folder of the parent's that nobody needs any more then
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        signals.empty(scratch)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def end_with_parent() -> None:
    """In a process that was just started: the system ends it (TERM) when its parent is gone. Linux only."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
