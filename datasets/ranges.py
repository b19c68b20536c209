"""What the numbers of a data set may be: the legal range stands beside the field."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import inf
from typing import Any

from datasets.dataset import DatasetError


@dataclass(frozen=True)
class Range:
    """From `least`, or from above `above`, to below `below`."""

    least: float
    above: float
    below: float

    def holds(self, value: float) -> bool:
        """Does `value` lie in it? NaN does not."""
        return self.least <= value < self.below and self.above < value

    def __str__(self) -> str:
        if self.above > -inf:
            return f"lie between {self.above:g} and {self.below:g}"
        if self.below < inf:
            return f"be at least {self.least:g} and below {self.below:g}"
        return f"be at least {self.least:g}" if self.least else "be 0 or more"


def number(default: float, least: float = -inf, above: float = -inf, below: float = inf) -> Any:
    """A field that is a number in this range, in subclasses that change its default, too."""
    return field(default=default, metadata={"range": Range(least, above, below)})


def check(record: Any) -> None:
    """A DatasetError unless every field of `record` that has a range lies in it."""
    for declared in fields(record):
        value = getattr(record, declared.name)
        if (legal := _range(type(record), declared.name)) and not legal.holds(value):
            raise DatasetError(f"{declared.name} must {legal}, not {value}")


def _range(cls: type, name: str) -> Range | None:
    """The range of the field `name` in the nearest class that gives it one."""
    for base in cls.__mro__:
        declared = vars(base).get("__dataclass_fields__", {}).get(name)
        if declared is not None and "range" in declared.metadata:
            legal: Range = declared.metadata["range"]
            return legal
    return None
