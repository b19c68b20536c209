"""Trains one stack of replicas: epochs, batches, and what is measured after each epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter, process_time

import numpy as np

from datasets.dataset import Dataset
from harness.cells.cell import Cell
from harness.sampling.replicas import Replicas
from harness.sampling.streams import Stream, generator
from harness.training import probabilities
from harness.training.rows import Rows, chunks
from harness.training.scores import Accuracy, RSquared, Score
from models.objective import Objective
from models.update import UpdateRule

EVALUATED = 256  # rows per forward pass when scores are measured

Progress = Callable[[int], None]  # told how many replica epochs were just done


@dataclass(frozen=True)
class History:
    """What R replicas did in E epochs.

    train_loss            (E, R) mean of the batches' losses while they trained
    validation_loss, validation_score, test_loss, test_score    (E, R) after each epoch; the score is the data set's
    diverged_at           (R,) first epoch (1 … E) with a loss that is not finite, or NaN; no scores from then on
    seconds               (R,) training time, evaluation excluded, shared evenly by the stack
    processor_seconds     (R,) the same in processor time, which leaves out what other processes took
    validation_probabilities, test_probabilities    (3, R) probabilities.NAMES after the last epoch; NaN where
                          the loss makes no probabilities
    params                (P, R) the trained networks, if they are to be kept; else (0, R)
    """

    train_loss: np.ndarray
    validation_loss: np.ndarray
    validation_score: np.ndarray
    test_loss: np.ndarray
    test_score: np.ndarray
    diverged_at: np.ndarray
    seconds: np.ndarray
    processor_seconds: np.ndarray
    validation_probabilities: np.ndarray
    test_probabilities: np.ndarray
    params: np.ndarray

    @classmethod
    def joined(cls, parts: list[History]) -> History:
        """The stacks of a cell, one behind the other along R."""
        return cls(**{name: np.concatenate([getattr(p, name) for p in parts], axis=-1) for name in vars(parts[0])})


class Stack:
    """R networks on their way: weights, optimizer state, and the rows that each replica learns from."""

    def __init__(self, cell: Cell, data: Dataset, replicas: Replicas) -> None:
        dtype = cell.training.dtype
        outputs = cell.model.outputs(len(data.classes))
        self.rows = Rows.of(data, cell.split, cell.features, outputs, replicas.seeds, dtype)
        seen = self.rows.train.shape[1]
        self.batch_size = seen if cell.optimizer.full_batch else cell.training.batch_size
        self.network = cell.model.build(self.rows.x.shape[1], outputs, cell.activation, len(replicas), dtype)
        self.network.initialize(cell.init, [generator(seed, Stream.WEIGHTS) for seed in replicas.seeds])
        self.objective = Objective(self.network, cell.loss)
        columns = {name: values[:, None] for name, values in replicas.hyperparameters.items()}
        optimizer = replace(cell.optimizer, **columns)  # type: ignore[arg-type]
        steps = cell.training.epochs * -(-seen // self.batch_size)
        self.rule = UpdateRule(optimizer, cell.schedule, cell.clipping, cell.decay, steps)
        self.state = self.rule.init(self.network.params)
        self.orders = {seed: generator(seed, Stream.ORDER) for seed in np.unique(replicas.seeds)}
        self.score: Score = (
            RSquared(self.rows.targets[0])
            if data.is_regression
            else Accuracy(np.tile(data.y, len(self.orders)), cell.loss.threshold)
        )

    def epoch(self) -> np.ndarray:
        """One pass over the training part in a new order; the mean loss (R,)."""
        batches = self.rows.batches(self.orders, self.batch_size)
        total = np.zeros(self.network.replicas)
        for batch in batches:
            total += self.rule.step(self.objective.on(*self.rows.gather(batch)), self.state) * batch.shape[1]
        return total / self.rows.train.shape[1]

    def evaluate(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean loss (R,) and score (R,) on `rows` (R, n)."""
        loss, total = np.zeros((2, len(rows)))
        for chunk in chunks(rows, EVALUATED):
            values, predictions = self.objective.on(*self.rows.gather(chunk)).value()
            loss += values * chunk.shape[1]
            total += self.score.part(predictions, chunk)
        return loss / rows.shape[1], self.score.whole(total, rows)

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """How good the predicted probabilities of `rows` (R, n) are, (3, R)."""
        return probabilities.measured(self.network, self.rows, rows, EVALUATED)


def train(cell: Cell, data: Dataset, replicas: Replicas, progress: Progress = lambda _: None) -> History:
    """Train `replicas` of `cell` on `data` as one stack.

    A replica whose loss is not finite is marked as diverged at that epoch and goes on as it is: it cannot
    disturb its neighbours, because no operation mixes replicas.
    """
    epochs, count = cell.training.epochs, len(replicas)
    train_loss, validation_loss, validation_score, test_loss, test_score = np.full((5, epochs, count), np.nan)
    diverged_at = np.full(count, np.nan)
    seconds = processor_seconds = 0.0
    with np.errstate(all="ignore"):  # replicas may overflow: they are counted, not warned about
        stack = Stack(cell, data, replicas)
        for epoch in range(epochs):
            start, started = perf_counter(), process_time()
            train_loss[epoch] = stack.epoch()
            seconds += perf_counter() - start
            processor_seconds += process_time() - started
            validation_loss[epoch], validation_score[epoch] = stack.evaluate(stack.rows.validation)
            test_loss[epoch], test_score[epoch] = stack.evaluate(stack.rows.test)
            lost = ~np.isfinite(train_loss[epoch]) | ~np.isfinite(validation_loss[epoch])
            diverged_at[lost & np.isnan(diverged_at)] = epoch + 1
            progress(count)
        judged = np.full((2, len(probabilities.NAMES), count), np.nan)
        if not data.is_regression and cell.loss.probabilities(stack.network.sizes[-1]):
            judged[:] = stack.probabilities(stack.rows.validation), stack.probabilities(stack.rows.test)
            judged[..., ~np.isnan(diverged_at)] = np.nan
    gone = np.arange(1, epochs + 1)[:, None] >= diverged_at
    for curve in (train_loss, validation_loss, validation_score, test_loss, test_score):
        curve[gone] = np.nan
    return History(
        train_loss,
        validation_loss,
        validation_score,
        test_loss,
        test_score,
        diverged_at,
        np.full(count, seconds / count),
        np.full(count, processor_seconds / count),
        judged[0],
        judged[1],
        stack.network.params.T.copy() if cell.tracking.networks else np.empty((0, count)),
    )
