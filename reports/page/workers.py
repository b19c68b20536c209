"""The processes that draw. Light: they are started before anything slow is imported here, and import it themselves."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from typing import Any

from joblib import cpu_count


class Inline(Executor):
    """Runs what is submitted at once, in this process."""

    def submit(self, do: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The result of `do`, as a future that is over."""
        future: Future[Any] = Future()
        future.set_result(do(*args, **kwargs))
        return future


@contextmanager
def started() -> Iterator[Executor]:
    """A process for every processor, at work while the block runs; with one processor, none.

    They import what draws at once, so that they are ready when there is something to draw.
    """
    if (count := cpu_count()) == 1:
        yield Inline()
        return
    # Spawned, because a fork of a process that has threads may hang.
    others = active_children()
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_end_with_parent)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # they leave Ctrl-C to this process
    try:
        for _ in range(count):
            pool.submit(_get_ready)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    try:
        yield pool
    finally:
        for process in active_children():
            if process not in others:
                process.terminate()  # what is drawn was handed over; of the rest, nobody waits for it
        pool.shutdown(cancel_futures=True)


def _get_ready() -> None:
    gc.set_threshold(100_000)  # as in the parent: a fifth of the time that imports take goes into looking for garbage
    from reports.pictures import gallery

    for name in gallery.VERDICT:
        gallery.picture(name)


def _end_with_parent() -> None:
    """Go when the parent is gone, however it was killed."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
