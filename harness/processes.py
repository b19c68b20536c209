"""Processes of our own, which do what this one hands them. Light: they start before anything slow is imported here."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from typing_extensions import override

from harness import environment, signals

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Processes(ProcessPoolExecutor):
    """So many processes, which leave Ctrl-C to this one and go when it is gone.

    Spawned, because a fork of a process that has threads may hang. What they return comes in a file: if somebody kills
    one that is writing to a pipe, whoever reads it waits for the rest for ever.
    """

    def __init__(self, count: int) -> None:
        self._scratch = tempfile.mkdtemp(prefix="folklore-")
        signals.scratch.append(self._scratch)
        super().__init__(count, get_context("spawn"), initializer=_begin, initargs=(os.getpid(), self._scratch))

    @override
    def submit(
        self, do: Callable[Arguments, Answer], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Answer]:
        """What `do` will return or raise, called in one of them."""
        result: Future[Answer] = Future()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which one that starts now inherits
        try:
            written = super().submit(_to_file, self._scratch, partial(do, *args, **kwargs))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        written.add_done_callback(partial(_from_file, result))
        return result

    def end(self) -> None:
        """End them at once, whatever they are at."""
        for process in list((self._processes or {}).values()):
            process.terminate()
        self.shutdown(cancel_futures=True)  # waits for its own thread, which would fall over Python's end
        signals.empty(self._scratch)
        signals.scratch.remove(self._scratch)


def _begin(parent: int, scratch: str) -> None:
    gc.set_threshold(100_000)  # as in the parent: a fifth of the time that imports take goes into looking for garbage
    environment.end_with(parent, scratch)


def _to_file(folder: str, do: Callable[[], object]) -> Path:
    """Where in `folder` what `do` returned is written."""
    answer = do()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        pickle.dump(answer, file, pickle.HIGHEST_PROTOCOL)
    return Path(file.name)


def _from_file(result: Future[Answer], written: Future[Path]) -> None:
    """Hand over what was written; called as soon as it is."""
    if written.cancelled():
        result.cancel()
    elif (error := written.exception()) is not None:
        result.set_exception(error)
    else:
        path = written.result()
        try:
            result.set_result(pickle.loads(path.read_bytes()))
        except Exception as problem:  # what cannot be read is as good as an error there
            result.set_exception(problem)
        finally:
            path.unlink(missing_ok=True)
