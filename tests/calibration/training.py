"""What the scripts that train networks share."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TypeVar

from joblib import cpu_count

from harness.cells.cell import Cell
from harness.cells.reading import read
from harness.sweeps.compose import composed

Task = TypeVar("Task")
Result = TypeVar("Result")
QUIET = 5  # tasks between two lines


@cache
def cell(*words: str) -> Cell:
    """The cell that `words` compose to."""
    with composed(words) as composition:
        (one,), _ = composition.cells(composition.batches()[0])
    return read(one)


def on_all_processors(label: str, do: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    """What `do` returns for all `tasks`, in their order; says how far it is, and the time left."""
    start, every = time.monotonic(), []
    with ProcessPoolExecutor(cpu_count(), get_context("spawn")) as pool:
        for done, result in enumerate(pool.map(do, tasks), 1):
            every.append(result)
            if done % QUIET == 0:
                left = (time.monotonic() - start) / done * (len(tasks) - done)
                print(f"{label}: {done}/{len(tasks)}, about {left:.0f} s left", file=sys.stderr, flush=True)
    return every
