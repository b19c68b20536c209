"""Nesterov's momentum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.optimizers.base import cast
from models.optimizers.momentum import Momentum, MomentumState


@dataclass(frozen=True)
class Nesterov(Momentum):
    """v ← momentum · v + g;  θ ← θ − lr · (g + momentum · v): momentum that looks one step ahead, as in PyTorch.

    Source: Nesterov (1983); in this form Sutskever, Martens, Dahl & Hinton (2013), On the importance of initialization
    and momentum in deep learning.
    """

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: MomentumState, rate: float) -> None:
        velocity, scratch = state.velocity, state.scratch
        velocity *= cast(params, self.momentum)
        velocity += grads
        np.multiply(velocity, cast(params, self.momentum), out=scratch)
        scratch += grads
        scratch *= cast(params, self.lr * rate)
        params -= scratch
