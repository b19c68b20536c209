"""The legal range of a number, declared beside the field that holds it."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection
from dataclasses import field, fields, is_dataclass
from typing import Any, NamedTuple, TypeVar

from datasets.dataset import DatasetError

Number = TypeVar("Number", bound=float)


class Limit(NamedTuple):
    """A kind of limit: its words in a message, and whether a value keeps to it."""

    words: str
    keeps: Callable[[float, float], bool]


LIMITS = {
    "least": Limit("at least", operator.ge),
    "above": Limit("above", operator.gt),
    "most": Limit("at most", operator.le),
    "below": Limit("below", operator.lt),
}


def number(default: Number, **limits: float | str) -> Number:
    """A field of a dataclass with its limits, by their names in LIMITS; a limit in quotes is another field's value.

    `inputs: int = number(20, least=2, below="n")` says 2 ≤ inputs < n.
    """
    return field(default=default, metadata={"limits": limits})


def check(record: Any) -> None:
    """A DatasetError unless every field of `record` that was declared by `number` is finite and within its limits."""
    for name, limits in _limits(type(record)).items():
        value = getattr(record, name)
        inside = [
            LIMITS[kind].keeps(value, getattr(record, limit) if isinstance(limit, str) else limit)
            for kind, limit in limits.items()
        ]
        if not (all(inside) and math.isfinite(value)):
            legal = " and ".join(f"{LIMITS[kind].words} {limit}" for kind, limit in limits.items())
            raise DatasetError(f"{name} must be {legal}, not {value}")


def check_choice(name: str, value: str, choices: Collection[str]) -> None:
    """A DatasetError unless `value`, given for the field `name`, is one of `choices`."""
    if value not in choices:
        raise DatasetError(f"{name} must be one of {', '.join(choices)}, not {value!r}")


def _limits(cls: type) -> dict[str, dict[str, float | str]]:
    """Field → its limits. A subclass that only gives a field another default keeps the limits of its base class."""
    limits: dict[str, dict[str, float | str]] = {}
    for base in reversed(cls.__mro__):
        if is_dataclass(base):
            limits |= {each.name: each.metadata["limits"] for each in fields(base) if "limits" in each.metadata}
    return limits
