"""Schedules: the factor of the learning rate in each step. Their parameters are shares of the whole training."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from math import cos, pi

from typing_extensions import override

from models.ranges import Checked, number, within


class Schedule(Checked, ABC):
    """The base of all schedules: what an update needs of one."""

    @abstractmethod
    def rate(self, step: int, steps: int) -> float:
        """The factor of lr in step `step`, 0 … `steps` − 1, of a training of `steps` steps."""


def half_wave(share: float, floor: float) -> float:
    """Half a cosine wave: 1 at share 0, `floor` at share 1."""
    return floor + (1 - floor) * (1 + cos(pi * share)) / 2


@dataclass(frozen=True)
class Constant(Schedule):
    """The learning rate stays as it is."""

    @override
    def rate(self, step: int, steps: int) -> float:
        return 1.0


@dataclass(frozen=True)
class Step(Schedule):
    """factor^k once k of `drops`, which are shares of the training, are over.

    By default as in He, Zhang, Ren & Sun (2016), Deep residual learning for image recognition, on CIFAR-10: a tenth
    after one half, and a tenth of that after three quarters. PyTorch's MultiStepLR, or StepLR if evenly spread.
    """

    factor: float = field(metadata=within(above=0, below=1))
    drops: list[float] = field(metadata=within(above=0, below=1))

    @override
    def rate(self, step: int, steps: int) -> float:
        return self.factor ** sum(step >= drop * steps for drop in self.drops)


@dataclass(frozen=True)
class Cosine(Schedule):
    """floor + (1 − floor) · (1 + cos(π · step / steps)) / 2: half a wave from 1 to `floor`, reached after the last one.

    Source: Loshchilov & Hutter (2017), SGDR: stochastic gradient descent with warm restarts, eq. 5, without restarts.
    PyTorch's CosineAnnealingLR.
    """

    floor: float = number(0.0, least=0, below=1)

    @override
    def rate(self, step: int, steps: int) -> float:
        return half_wave(step / steps, self.floor)


@dataclass(frozen=True)
class WarmUp(Schedule):
    """Linear growth from `start` to 1 over the first `share` of the training, then 1.

    Source: Goyal et al. (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, section 2.2, where it grows
    from 1/32 in 5 of 90 epochs. PyTorch's LinearLR.
    """

    share: float = number(0.1, least=0, below=1)
    start: float = number(0.03125, least=0, below=1)

    @override
    def rate(self, step: int, steps: int) -> float:
        growing = self.share * steps
        return self.start + (1 - self.start) * step / growing if step < growing else 1.0


@dataclass(frozen=True)
class WarmUpCosine(WarmUp):
    """A warm-up for the first `share` of the training, then half a wave from 1 to `floor` over the rest."""

    floor: float = number(0.0, least=0, below=1)

    @override
    def rate(self, step: int, steps: int) -> float:
        growing = self.share * steps
        if step < growing:
            return super().rate(step, steps)
        return half_wave((step - growing) / (steps - growing), self.floor)
