"""What a claim can be about: each metric, which way is better, and the usual ROPE.

What differs from metric to metric stands here and in reports/records/values.py, which computes them: all else (pairs,
model, decision, pictures) is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import ClassVar

from typing_extensions import override

ACCURACY, R2 = "accuracy", "r2"
SCORES = (ACCURACY, R2)  # what a data set is judged by: a curve of them is recorded


@dataclass(frozen=True)
class Metric:
    """A quantity that contestants are compared by.

    said       what people call it
    unit       of an effect, as it is written behind a number
    smaller    is less of it better?
    rope       the usual half-width of the region of practical equivalence, and `why` it is that
    scores     it can be had of data that are judged by one of these
    quality    is it an answer to the question how well the labels of new rows are predicted?
    range      the most by which two of its values differ that are both better than a guess
    """

    name: str
    said: str
    unit: str
    smaller: bool
    rope: float
    why: str
    scores: tuple[str, ...] = SCORES
    quality: bool = False
    range: float = inf

    of_probabilities: ClassVar[bool] = False  # has it only a loss that makes probabilities?
    of_all_trials: ClassVar[bool] = False  # is it the same whichever trial is chosen?
    to_target: ClassVar[bool] = False  # is it known only where there is a target?
    timed: ClassVar[bool] = False  # are seconds compared, which only cells that ran one at a time have?

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """What people call it, in the middle of a sentence: `accuracy`, `log loss`."""
        return self.said.removeprefix("test ")

    @property
    def recorded(self) -> tuple[str, ...]:
        """One of these has a test value in every run that the metric can be had of."""
        return self.scores

    @property
    def chosen(self) -> str:
        """Which trial of a seed is judged when contestants are tuned."""
        return "each seed at the trial that scored best on validation"


@dataclass(frozen=True)
class Score(Metric):
    """What a data set is judged by."""


@dataclass(frozen=True)
class Probabilistic(Metric):
    """How good predicted probabilities are, 0 at best."""

    of_probabilities: ClassVar[bool] = True

    @property
    @override
    def recorded(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    @override
    def chosen(self) -> str:
        return f"each seed at the trial that had the best {self.short} on validation"


@dataclass(frozen=True)
class ToTarget(Metric):
    """How long it takes to reach the target of reports/records/targets.py."""

    to_target: ClassVar[bool] = True


@dataclass(frozen=True)
class TimeToTarget(ToTarget):
    """The same in seconds, compared by their logarithms."""

    timed: ClassVar[bool] = True


@dataclass(frozen=True)
class Divergence(Metric):
    """How often training diverges."""

    of_all_trials: ClassVar[bool] = True

    @property
    @override
    def chosen(self) -> str:
        return "over all trials of each seed"


# Of a claim that names no metric: whatever its data are judged by. Both scores have the same usual ROPE.
SCORE = Score("score", "test score", "", False, 0.01, "one point", range=1.0)
_CLASSES = (ACCURACY,)
METRICS = {
    metric.name: metric
    for metric in (
        Score(ACCURACY, "test accuracy", "", False, 0.01, "one point", _CLASSES, quality=True, range=1.0),
        Score(R2, "test r2", "", False, 0.01, "one point of the variance", (R2,), range=1.0),
        Probabilistic(
            "log_loss", "test log loss", " nats", True, 0.02, "a label’s probability 2 % higher (geometric mean)",
            _CLASSES, quality=True,
        ),
        Probabilistic(
            "brier", "test Brier score", "", True, 0.02, "one point of accuracy to whoever is always certain",
            _CLASSES, quality=True, range=2.0,
        ),
        Probabilistic(
            "ece", "test calibration error", "", True, 0.01, "one point of probability", _CLASSES, range=1.0
        ),
        ToTarget("epochs_to_target", "epochs to the target", " epoch", True, 1.0, "curves have a point per epoch"),
        TimeToTarget("time_to_target", "log time to the target", "", True, 0.1, "a tenth of the time"),
        Divergence("divergence", "share of trials that diverged", "", True, 0.05, "one trial in twenty", range=1.0),
    )
}  # fmt: skip
