"""Trains a whole cell, stack by stack."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datasets.dataset import Dataset
from harness.cells.cell import Cell
from harness.sampling.replicas import Replicas, stack_size
from harness.training import compatibility
from harness.training.results import Networks, Result, curves_table, replicas_table
from harness.training.train import History, Progress, train


def run(cell: Cell, data: Dataset, progress: Progress) -> Result:
    """Train all replicas of `cell` on `data`; a BadWord if the two do not fit.

    progress    told how many replica epochs were just done
    """
    sizes = compatibility.check(cell, data)
    replicas = replicas_of(cell)
    history = History.joined([train(cell, data, stack, progress) for stack in stacks(cell, data, sizes)])
    networks = Networks(history.params.T, sizes, cell.activation, cell.loss, replicas)
    return Result(
        replicas_table(cell, data, replicas, history),
        curves_table(replicas, history, data.score),
        data.score,
        sizes,
        networks if cell.tracking.networks else None,
    )


def replicas_of(cell: Cell) -> Replicas:
    """All replicas of `cell`: its seeds × its trials."""
    training = cell.training
    default = {name: getattr(cell.optimizer, name) for name in cell.search}
    trials = cell.tuning.hyperparameters(default, cell.search)
    seeds = range(training.first_seed, training.first_seed + training.seeds)
    return Replicas.of(seeds, trials, cell.tuning.trials)


def stacks(cell: Cell, data: Dataset, sizes: tuple[int, ...]) -> Iterator[Replicas]:
    """The cell's replicas, whose layers have the widths `sizes`, in stacks that fit the cache.

    Where groups make parts of different sizes, each seed gets its own stacks.
    """
    replicas, training = replicas_of(cell), cell.training
    batch = len(data.y) if cell.optimizer.full_batch else training.batch_size
    size = stack_size(sizes, batch, np.dtype(training.dtype).itemsize, cell.optimizer)
    for some in [replicas] if data.groups is None else replicas.by_seed():
        yield from some.stacks(size)
