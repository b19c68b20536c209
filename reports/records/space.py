"""The declared search space of a hyperparameter, as it was recorded."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Space:
    """`low` to `high`, evenly in the value or in its logarithm (scale `linear` or `log`)."""

    low: float
    high: float
    scale: str

    def share(self, value: float) -> float:
        """How far from low (0) to high (1) `value` lies."""
        if self.scale == "log":
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def spaces(recorded: str) -> dict[str, Space]:
    """Tuned hyperparameter, such as `optimizer.lr`, → its space; from a run's tag wire.SEARCH."""
    return {name: Space(**space) for name, space in json.loads(recorded).items()}
