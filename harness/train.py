"""Trains one stack of replicas: epochs, batches, and what is measured after each epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from datasets.dataset import Dataset
from harness.cell import Cell
from harness.replicas import Replicas
from harness.rows import Rows
from harness.streams import Stream, generator
from models.mlp import MLP

EVALUATED = 256  # rows per forward pass when scores are measured

Progress = Callable[[int], None]  # told how many replica epochs were just done


@dataclass(frozen=True)
class History:
    """What R replicas did in E epochs.

    train_loss            (E, R) mean of the batches' losses while they trained
    validation_loss, validation_accuracy, test_loss, test_accuracy    (E, R) after each epoch
    diverged_at           (R,) first epoch (1 … E) with a loss that is not finite, or NaN; no scores from then on
    seconds               (R,) training time, evaluation excluded, shared evenly by the stack
    """

    train_loss: np.ndarray
    validation_loss: np.ndarray
    validation_accuracy: np.ndarray
    test_loss: np.ndarray
    test_accuracy: np.ndarray
    diverged_at: np.ndarray
    seconds: np.ndarray

    @classmethod
    def joined(cls, parts: list[History]) -> History:
        """The stacks of a cell, one behind the other along R."""
        return cls(**{name: np.concatenate([getattr(p, name) for p in parts], axis=-1) for name in vars(parts[0])})


class Stack:
    """R networks on their way: weights, optimizer state, and the rows that each replica learns from."""

    def __init__(self, cell: Cell, data: Dataset, replicas: Replicas) -> None:
        self.loss = cell.loss
        self.batch_size = cell.training.batch_size
        self.rows = Rows.of(data, cell.split, replicas.seeds, cell.training.dtype)
        self.network: MLP = cell.model.build(
            data.x.shape[1], len(data.classes), cell.activation, len(replicas), cell.training.dtype
        )
        weights = [generator(seed, Stream.WEIGHTS) for seed in replicas.seeds]
        self.network.initialize(cell.init, weights)
        columns = {name: values[:, None] for name, values in replicas.hyperparameters.items()}
        self.optimizer = replace(cell.optimizer, **columns)  # type: ignore[arg-type]
        self.state = self.optimizer.init(self.network.params)
        self.orders = {seed: generator(seed, Stream.ORDER) for seed in np.unique(replicas.seeds)}

    def epoch(self) -> np.ndarray:
        """One pass over the training part in a new order; the mean loss (R,)."""
        order = self.rows.shuffled(self.orders)  # (R, n)
        total = np.zeros(len(order))
        for start in range(0, order.shape[1], self.batch_size):
            batch = order[:, start : start + self.batch_size]
            x, y = self.rows.batch(batch)
            logits = self.network.forward(x)
            predictions = self.loss.predict(logits, out=logits)
            total += self.loss.value(predictions, y) * batch.shape[1]
            self.loss.gradient(predictions, y)
            self.network.backward(x, predictions)
            self.optimizer.update(self.network.params, self.network.grads, self.state)
        return total / order.shape[1]

    def scores(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean loss (R,) and accuracy (R,) on `rows` (R, n)."""
        loss, correct = np.zeros(len(rows)), np.zeros(len(rows))
        for start in range(0, rows.shape[1], EVALUATED):
            batch = rows[:, start : start + EVALUATED]
            x, y = self.rows.batch(batch)
            logits = self.network.forward(x)
            predictions = self.loss.predict(logits, out=logits)
            loss += self.loss.value(predictions, y) * batch.shape[1]
            correct += (predictions.argmax(axis=-1) == self.rows.labels(batch)).sum(axis=-1)
        return loss / rows.shape[1], correct / rows.shape[1]


def train(cell: Cell, data: Dataset, replicas: Replicas, progress: Progress = lambda _: None) -> History:
    """Train `replicas` of `cell` on `data` as one stack.

    A replica whose loss is not finite is marked as diverged at that epoch and goes on as it is: it cannot
    disturb its neighbours, because no operation mixes replicas.
    """
    epochs, count = cell.training.epochs, len(replicas)
    train_loss, validation_loss, validation_accuracy, test_loss, test_accuracy = np.full((5, epochs, count), np.nan)
    diverged_at = np.full(count, np.nan)
    seconds = 0.0
    with np.errstate(all="ignore"):  # replicas may overflow: they are counted, not warned about
        stack = Stack(cell, data, replicas)
        for epoch in range(epochs):
            start = perf_counter()
            train_loss[epoch] = stack.epoch()
            seconds += perf_counter() - start
            validation_loss[epoch], validation_accuracy[epoch] = stack.scores(stack.rows.validation)
            test_loss[epoch], test_accuracy[epoch] = stack.scores(stack.rows.test)
            lost = ~np.isfinite(train_loss[epoch]) | ~np.isfinite(validation_loss[epoch])
            diverged_at[lost & np.isnan(diverged_at)] = epoch + 1
            progress(count)
    gone = np.arange(1, epochs + 1)[:, None] >= diverged_at
    for curve in (train_loss, validation_loss, validation_accuracy, test_loss, test_accuracy):
        curve[gone] = np.nan
    return History(
        train_loss,
        validation_loss,
        validation_accuracy,
        test_loss,
        test_accuracy,
        diverged_at,
        np.full(count, seconds / count),
    )
