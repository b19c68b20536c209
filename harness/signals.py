"""Ctrl-C, TERM and HUP: one line, the signal's status, and nothing left running, at any moment.

Imports next to nothing, not even pathlib: it is in force before anything else is imported.
"""

# ruff: noqa: PTH106, PTH108, PTH208

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GO_ON = "What is finished is on disk; the same command goes on with the others."
SHOW_CURSOR = "\x1b[?25h"
started: list[int] = []  # processes that end with this one, beside joblib's and those of concurrent.futures
scratch: list[str] = []  # folders that end with it, too


def leave_at_signals() -> None:
    """Let them end this process; those that it was started to ignore (`nohup`, `&` in a script) it ignores."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)


def _leave(number: int, _: FrameType | None) -> None:
    """Leave at once.

    An exception instead would go through whatever is being imported, which may catch it, and would wait for workers.
    What is finished is on disk.
    """
    with suppress(Exception):  # whatever else was printing when the signal came
        sys.stdout.flush()
    for process in _workers():
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)
    for folder in scratch:
        empty(folder)
    why = "" if number == signal.SIGINT else f" by {signal.Signals(number).name}"
    before = f"{SHOW_CURSOR}\n" if os.isatty(2) else ""
    with suppress(OSError):
        os.write(2, f"{before}folklore: stopped{why}. {GO_ON}\n".encode())
    os._exit(128 + number)


def _workers() -> list[int]:
    module = sys.modules.get("multiprocessing.process")
    children = getattr(module, "_children", ())  # active_children() would wait for some of them
    return [*started, *(child.pid for child in list(children) if child.pid)]


def empty(folder: str) -> None:
    """Remove a folder with the files that are in it; whatever cannot be removed, stays."""
    with suppress(OSError):
        for name in os.listdir(folder):
            os.unlink(f"{folder}/{name}")
        os.rmdir(folder)


def as_usual() -> None:
    """Let them do what they do to any process: the work is done."""
    for number in SIGNALS:
        if signal.getsignal(number) is _leave:
            signal.signal(number, signal.SIG_DFL)
