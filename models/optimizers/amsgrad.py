"""AMSGrad: Adam whose step sizes never grow again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.adam import AdamState, Averaging


@dataclass
class AMSGradState(AdamState):
    """largest    (R, P), the largest `second` so far."""

    largest: np.ndarray


@dataclass(frozen=True)
class AMSGrad(Averaging[AMSGradState]):
    """Adam with the largest v so far in place of v, so that step sizes never grow again.

    Source: Reddi, Kale & Kumar (2018), On the convergence of Adam and beyond. As in PyTorch the maximum is taken before
    the correction for the start at 0; the paper has no such correction.
    """

    @override
    def init(self, params: np.ndarray) -> AMSGradState:
        """m = v = largest v = 0."""
        first, second, largest = (np.zeros_like(params) for _ in range(3))
        return AMSGradState.beside(params, first=first, second=second, largest=largest)

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: AMSGradState, rate: float) -> None:
        self._average(params, grads, state)
        np.maximum(state.largest, state.second, out=state.largest)
        self._step(params, state.largest, state, rate)
