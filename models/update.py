"""What turns a gradient into new parameters: clipping, decay, the optimizer, at the learning rate of a schedule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.clipping import Clipping
from models.decay import Decay
from models.objective import Batch
from models.optimizers import Optimizer, State
from models.schedules import Schedule


@dataclass(frozen=True)
class UpdateRule:
    """An optimizer and what surrounds it, for a training of `steps` steps. Its state is the optimizer's.

    First the gradient is clipped, then weight decay acts, then the optimizer: the order of PyTorch, where one clips
    before `optimizer.step()`, which adds weight decay. So decay itself is never clipped.
    """

    optimizer: Optimizer
    schedule: Schedule
    clipping: Clipping
    decay: Decay
    steps: int

    def init(self, params: np.ndarray) -> State:
        """A fresh state for `params` (R, P)."""
        return self.optimizer.init(params)

    def step(self, batch: Batch, state: State) -> np.ndarray:
        """One step on `batch`, whose parameters and state change in place; L (R,) before it."""
        values = batch.gradient().copy()  # an optimizer may evaluate L again
        rate = self.schedule.rate(state.step, self.steps)
        self.clipping.clip(batch.grads, state.column)
        self.decay.apply(batch.params, batch.grads, self.optimizer.lr * rate, state.scratch)
        self.optimizer.step(batch, values, state, rate)
        return values
