"""How long cells would take here, from a short measured probe that leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from harness.cells.cell import Cell
from harness.training.compatibility import sizes
from harness.training.run import stacks
from harness.training.train import Stack

EPOCHS = 2  # the first one also allocates what the others reuse
PATIENCE = 2.0  # seconds; after an epoch that took longer there is no second one
PER_CELL = 0.4  # seconds that composing, tables and writing to MLflow take beside the training


@dataclass(frozen=True)
class Forecast:
    """What is left to do on one data set.

    cells, finished    how many cells were planned, and how many of them are finished
    replicas           networks left to train
    seconds            that they will take one process here
    """

    data_set: str
    cells: int
    finished: int
    replicas: int
    seconds: float


def forecasts(cells: Sequence[tuple[Cell, bool]], progress: Callable[[str], None]) -> list[Forecast]:
    """A forecast per data set; one stack of each cell that is left trains for an epoch or two.

    cells       each with whether it is finished
    progress    told which data set is being probed
    """
    made = []
    for name in dict.fromkeys(cell.levels["dataset"] for cell, _ in cells):
        of_set = [(cell, finished) for cell, finished in cells if cell.levels["dataset"] == name]
        left = [cell for cell, finished in of_set if not finished]
        if left:
            progress(name)
        replicas = sum(cell.training.seeds * cell.tuning.trials for cell in left)
        made.append(Forecast(name, len(of_set), len(of_set) - len(left), replicas, sum(map(seconds, left))))
    return made


def seconds(cell: Cell) -> float:
    """How long `cell` would take one process here.

    (making a stack + epochs · one epoch with its evaluation) · number of stacks + loading the data + PER_CELL.
    """
    from threadpoolctl import threadpool_limits

    start = perf_counter()
    data = cell.data()
    loading = perf_counter() - start
    parts = list(stacks(cell, data, sizes(cell, data)))
    with threadpool_limits(1), np.errstate(all="ignore"):
        start = perf_counter()
        stack = Stack(cell, data, parts[0])
        making, epoch = perf_counter() - start, 0.0
        for _ in range(min(EPOCHS, cell.training.epochs)):
            start = perf_counter()
            stack.epoch()
            stack.evaluate(stack.rows.validation)
            stack.evaluate(stack.rows.test)
            epoch = perf_counter() - start
            if epoch > PATIENCE:
                break
    return len(parts) * (making + cell.training.epochs * epoch) + loading + PER_CELL


def elapsed(forecast: Sequence[Forecast], workers: int) -> float:
    """Seconds until all is done on so many `workers`: evenly shared, but a cell is not divided."""
    longest = max((one.seconds / max(1, one.cells - one.finished) for one in forecast), default=0.0)
    return max(longest, sum(one.seconds for one in forecast) / workers)
