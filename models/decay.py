"""Weight decay: what pulls parameters towards 0. Biases decay too, as in PyTorch unless told otherwise.

AdamW and Lion decay by themselves, as published: their own `weight_decay` is the same as Decoupled's, and acts beside
the level of `decay` that is chosen. Adam with Decoupled is AdamW, bit for bit; AdamW with Decoupled decays twice.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.ranges import Checked, number


def shrink(params: np.ndarray, lr: float | np.ndarray, weight_decay: float | np.ndarray) -> None:
    """θ ← (1 − lr · weight_decay) θ, in place."""
    params *= np.asarray(1 - np.asarray(lr, np.float64) * weight_decay, params.dtype)


class Decay(Checked, ABC):
    """The base of all decays: what an update needs of one."""

    @abstractmethod
    def apply(self, params: np.ndarray, grads: np.ndarray, lr: float | np.ndarray, scratch: np.ndarray) -> None:
        """Before a step of learning rate `lr`, a number or (R, 1): change params or grads, both (R, P), in place.

        scratch    (R, P), overwritten
        """


@dataclass(frozen=True)
class NoDecay(Decay):
    """θ and g stay as they are."""

    @override
    def apply(self, params: np.ndarray, grads: np.ndarray, lr: float | np.ndarray, scratch: np.ndarray) -> None:
        """Nothing happens."""


@dataclass(frozen=True)
class L2(Decay):
    """g ← g + weight_decay · θ: the gradient of the penalty weight_decay/2 · ‖θ‖², which is not part of the loss shown.

    The optimizer sees it as any gradient: adaptive ones divide it by their root. The same as PyTorch's `weight_decay`.
    Source: Krogh & Hertz (1991), A simple weight decay can improve generalization.
    """

    weight_decay: float = number(1e-4, least=0)

    @override
    def apply(self, params: np.ndarray, grads: np.ndarray, lr: float | np.ndarray, scratch: np.ndarray) -> None:
        np.multiply(params, np.asarray(self.weight_decay, params.dtype), out=scratch)
        grads += scratch


@dataclass(frozen=True)
class Decoupled(Decay):
    """θ ← (1 − lr · weight_decay) θ before the step, where lr is the schedule's: the optimizer does not see it.

    Source: Loshchilov & Hutter (2019), Decoupled weight decay regularization, with the decay multiplied by lr, not by
    the schedule's factor alone, and 0.01 by default: as in PyTorch's AdamW. With SGD the same as L2.
    """

    weight_decay: float = number(0.01, least=0)

    @override
    def apply(self, params: np.ndarray, grads: np.ndarray, lr: float | np.ndarray, scratch: np.ndarray) -> None:
        shrink(params, lr, self.weight_decay)
