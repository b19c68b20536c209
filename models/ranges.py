"""What the fields of a record may be: the legal range stands beside the field, and the message comes from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from math import inf, isfinite
from typing import Any, TypeVar

import numpy as np
from typing_extensions import override

T = TypeVar("T")


class Legal(ABC):
    """What a field may be. As a string it follows the word “must”: `be above 0`."""

    @abstractmethod
    def holds(self, value: Any) -> bool:
        """Is `value` legal?"""

    @abstractmethod
    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Range(Legal):
    """Finite numbers from `least`, or from above `above`, up to `most`, or to below `below`."""

    least: float = -inf
    above: float = -inf
    most: float = inf
    below: float = inf

    @override
    def holds(self, value: Any) -> bool:
        """Does every number of `value`, one of them, an array or a list, lie in it? NaN does not."""
        numbers = np.asarray(value)
        low = (numbers >= self.least) & (numbers > self.above)
        return bool((low & (numbers <= self.most) & (numbers < self.below)).all())

    @override
    def __str__(self) -> str:
        if isfinite(self.least) and isfinite(self.most):
            return f"lie between {self.least:,g} and {self.most:,g}"
        ends = {"at least": self.least, "above": self.above, "at most": self.most, "below": self.below}
        return "be " + " and ".join(f"{words} {end:,g}" for words, end in ends.items() if isfinite(end))


@dataclass(frozen=True)
class Choice(Legal):
    """One of some words."""

    allowed: tuple[str, ...]

    @override
    def holds(self, value: Any) -> bool:
        return value in self.allowed

    @override
    def __str__(self) -> str:
        return f"be one of {', '.join(self.allowed)}"


def within(
    *, least: float = -inf, above: float = -inf, most: float = inf, below: float = inf, called: str = ""
) -> Mapping[str, Any]:
    """The metadata of a field without a default that is a number, or a list of them, in this range.

    called    how a message calls it, if not by its name
    """
    return {"legal": Range(least, above, most, below), "called": called}


def number(default: T, *, least: float = -inf, above: float = -inf, most: float = inf, below: float = inf) -> T:
    """A field that is a number in this range, in subclasses that change its default, too."""
    return field(default=default, metadata=within(least=least, above=above, most=most, below=below))


def choice(default: str, allowed: Iterable[str]) -> str:
    """A field that is one of the words `allowed`."""
    return field(default=default, metadata={"legal": Choice(tuple(allowed))})


def legal(cls: type) -> dict[str, Legal]:
    """What the fields of a record's class may be, of those that say it."""
    return {name: metadata["legal"] for name, metadata in _declared(cls).items()}


def check(record: Any) -> None:
    """A ValueError unless every field of `record` is what it may be."""
    for name, metadata in _declared(type(record)).items():
        value = getattr(record, name)
        if not metadata["legal"].holds(value):
            shown = repr(value) if isinstance(value, str) else value
            raise ValueError(f"{metadata.get('called') or name} must {metadata['legal']}, not {shown}")


class Checked:
    """The base of records whose fields are checked when they are made."""

    def __post_init__(self) -> None:
        check(self)


def _declared(cls: Any) -> dict[str, Mapping[str, Any]]:
    """The metadata of every field, from the nearest class that says what it may be."""
    said = {}
    for name in (declared.name for declared in fields(cls)):
        for base in cls.__mro__:
            declared = vars(base).get("__dataclass_fields__", {}).get(name)
            if declared is not None and "legal" in declared.metadata:
                said[name] = declared.metadata
                break
    return said
