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
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from harness import environment
from harness.store import tracking

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Process:
    """`ready` is done when MLflow is imported; whatever is called there comes after it."""

    pool: Executor
    ready: Future[None]


_running: list[_Process] = []  # one, or none


@contextmanager
def beside() -> Iterator[None]:
    """Have it import MLflow while the block begins, so that whoever calls it later need not wait; end it with it."""
    start()
    try:
        yield
        if _running and _running[0].ready.done():  # else nobody has called it: there is no store to let go of
            call(tracking.close)
    finally:
        stop()


def start() -> None:
    """Start it, if it does not run yet."""
    if _running:
        return
    pool: Executor
    if "mlflow" in sys.modules:
        pool = ThreadPoolExecutor(1)
    else:
        # Spawned, because a fork of a process that has threads may hang.
        pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=(os.getpid(),))
    _running.append(_Process(pool, pool.submit(tracking.get_ready)))


def call(do: Callable[Arguments, Answer], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
    """What `do` returns or raises, called there. If somebody kills the process, in a new one."""
    start()
    try:
        return _running[0].pool.submit(do, *args, **kwargs).result()
    except BrokenProcessPool:
        stop()
        start()
        return _running[0].pool.submit(do, *args, **kwargs).result()


def stop() -> None:
    """End it at once, whatever it is at: a run that was sent by half is replaced by the next call."""
    while _running:
        pool = _running.pop().pool
        for child in list((getattr(pool, "_processes", None) or {}).values()):  # nothing public tells them
            child.terminate()
        pool.shutdown(cancel_futures=True)  # waits for its own thread, which would fall over Python's end


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the parent, and go when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000)
    environment.end_with(parent)
