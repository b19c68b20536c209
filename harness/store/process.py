"""MLflow in a process of its own, beside the one that composes and trains.

Its import alone takes as long as a small sweep, and what it does would take training's time. Where it is imported
already, it is called there, in a thread.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from harness import environment

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

_running: list[Executor] = []  # one, or none


@contextmanager
def beside() -> Iterator[None]:
    """Have it import MLflow while the block begins, so that whoever calls it later need not wait; end it with it."""
    start()
    try:
        yield
        call(_leave)
    finally:
        stop()


def start() -> None:
    """Start it, if it does not run yet."""
    if _running:
        return
    if "mlflow" in sys.modules:
        _running.append(ThreadPoolExecutor(1))
        return
    # Spawned, because a fork of a process that has threads may hang.
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=(os.getpid(),))
    _running.append(pool)
    pool.submit(_get_ready)


def call(do: Callable[Arguments, Answer], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
    """What `do` returns or raises, called there. If somebody kills the process, in a new one."""
    start()
    try:
        return _running[0].submit(do, *args, **kwargs).result()
    except BrokenProcessPool:
        stop()
        start()
        return _running[0].submit(do, *args, **kwargs).result()


def stop() -> None:
    """End it at once, whatever it is at: a run that was sent by half is replaced by the next call."""
    while _running:
        pool = _running.pop()
        children = list((getattr(pool, "_processes", None) or {}).values())  # nothing public tells them
        pool.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.terminate()


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the parent, and go when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000)
    environment.end_with(parent)


def _leave() -> None:
    from harness.store import tracking

    tracking.close()


def _get_ready() -> None:
    from harness.store import tracking

    tracking.get_ready()
