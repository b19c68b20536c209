"""Schedules: by what the learning rate is multiplied in each step, with shares of the whole training as parameters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import cos, pi

from models.ranges import check


class Schedule(ABC):
    """What an update needs of a schedule."""

    @abstractmethod
    def rate(self, step: int, steps: int) -> float:
        """The factor of lr in step `step`, 0 … `steps` − 1, of a training of `steps` steps."""


def half_wave(share: float, floor: float) -> float:
    """Half a cosine wave: 1 at share 0, `floor` at share 1."""
    return floor + (1 - floor) * (1 + cos(pi * share)) / 2


@dataclass(frozen=True)
class Constant(Schedule):
    """1."""

    def rate(self, step: int, steps: int) -> float:
        """1."""
        return 1.0


@dataclass(frozen=True)
class Step(Schedule):
    """factor^k once k of `drops`, which are shares of the training, are over.

    By default as in He, Zhang, Ren & Sun (2016), Deep residual learning for image recognition, on CIFAR-10: a tenth
    after one half, and a tenth of that after three quarters. PyTorch's MultiStepLR, or StepLR if evenly spread.
    """

    factor: float
    drops: list[float]

    def __post_init__(self) -> None:
        check(self)

    def rate(self, step: int, steps: int) -> float:
        """The formula above."""
        return self.factor ** sum(step >= drop * steps for drop in self.drops)


@dataclass(frozen=True)
class Cosine(Schedule):
    """floor + (1 − floor) · (1 + cos(π · step / steps)) / 2: half a wave from 1 to `floor`, reached after the last one.

    Source: Loshchilov & Hutter (2017), SGDR: stochastic gradient descent with warm restarts, eq. 5, without restarts.
    PyTorch's CosineAnnealingLR.
    """

    floor: float = 0.0

    def __post_init__(self) -> None:
        check(self)

    def rate(self, step: int, steps: int) -> float:
        """The formula above."""
        return half_wave(step / steps, self.floor)


@dataclass(frozen=True)
class WarmUp(Schedule):
    """Linear growth from `start` to 1 over the first `share` of the training, then 1.

    Source: Goyal et al. (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, section 2.2, where it grows
    from 1/32 in 5 of 90 epochs. PyTorch's LinearLR.
    """

    share: float = 0.1
    start: float = 0.03125

    def __post_init__(self) -> None:
        check(self)

    def rate(self, step: int, steps: int) -> float:
        """The formula above."""
        growing = self.share * steps
        return self.start + (1 - self.start) * step / growing if step < growing else 1.0


@dataclass(frozen=True)
class WarmUpCosine(WarmUp):
    """A warm-up for the first `share` of the training, then half a wave from 1 to `floor` over the rest."""

    floor: float = 0.0

    def rate(self, step: int, steps: int) -> float:
        """WarmUp's factor, then Cosine's."""
        growing = self.share * steps
        if step < growing:
            return super().rate(step, steps)
        return half_wave((step - growing) / (steps - growing), self.floor)
