"""AdamW: Adam with weight decay apart from the gradient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.decay import shrink
from models.optimizers.adam import Adam, AdamState
from models.ranges import number


@dataclass(frozen=True)
class AdamW(Adam):
    """θ ← (1 − lr · weight_decay) θ, then Adam's step: decay that the averages do not see.

    Source: Loshchilov & Hutter (2019), Decoupled weight decay regularization, algorithm 2, with the decay multiplied by
    lr and 0.01 by default, as in PyTorch.
    """

    weight_decay: float = number(0.01, least=0)

    @override
    def _update(self, params: np.ndarray, grads: np.ndarray, state: AdamState, rate: float) -> None:
        shrink(params, self.lr * rate, self.weight_decay)
        super()._update(params, grads, state, rate)
