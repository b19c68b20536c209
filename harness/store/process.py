"""MLflow in a process of its own, beside the one that composes and trains.

Its import alone takes as long as a small sweep, and what it does would take training's time. Where it is imported
already, it is called there, in a thread.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from harness.processes import Processes
from harness.store import tracking

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Process:
    """`ready` is done when MLflow is imported; whatever is called there comes after it."""

    pool: Processes | ThreadPoolExecutor
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
    pool = ThreadPoolExecutor(1) if "mlflow" in sys.modules else Processes(1)
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
        if isinstance(pool, Processes):
            pool.end()
        else:
            pool.shutdown(cancel_futures=True)
