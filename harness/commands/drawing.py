"""The processes that draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from joblib import cpu_count

from harness.processes import Processes


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
    pool = Processes(count)
    for _ in range(count):
        pool.submit(_get_ready)
    try:
        yield pool
    finally:
        pool.end()  # what is drawn was handed over; for the rest, nobody waits


def _get_ready() -> None:
    from reports.pictures import gallery

    for name in gallery.VERDICT:
        gallery.picture(name)
