"""How an entry of a claim's file is read: beside every field of a claim stands what its entry may be."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field
from math import inf, isfinite
from typing import Any

from typing_extensions import override


class Fault(ValueError):
    """What is wrong with `entry`."""

    def __init__(self, entry: str, message: str) -> None:
        super().__init__(message)
        self.entry = entry


class Entry(ABC):
    """What one entry may be."""

    @abstractmethod
    def read(self, entry: str, value: Any) -> Any:
        """The field's value for the `value` of an `entry`, as YAML reads it; a Fault if it can have none such."""


def entry(how: Entry, default: Any = MISSING) -> Any:
    """A claim's field whose entry is read as `how` says; without a `default`, every file must have it."""
    return field(default=default, metadata={"entry": how})


def how(declared: Field[Any]) -> Entry:
    """How the entry of a field is read."""
    entry: Entry = declared.metadata["entry"]
    return entry


class Text(Entry):
    """Words: YAML reads an unquoted no, on or 20 as something else."""

    @override
    def read(self, entry: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise Fault(entry, f"{entry} has the value {value!r}; it must be text, in quotes if YAML reads it else")
        return value


@dataclass(frozen=True)
class Names(Entry):
    """A list of different names.

    one     what the list has one of at least
    each    what is named once only
    """

    one: str = "level of the factor"
    each: str = "contestant"

    @override
    def read(self, entry: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise Fault(entry, f"{entry} must be a list with at least one {self.one}, such as [a, b], not {value!r}")
        names = tuple(Text().read(entry, name) for name in value)
        if len(set(names)) < len(names):
            raise Fault(entry, f"{entry} may name every {self.each} once only")
        return names


class Words(Names):
    """Words of the configuration that are swept besides data set and factor."""

    def __init__(self) -> None:
        super().__init__("word", "name")


@dataclass(frozen=True)
class Number(Entry):
    """A finite number between two bounds, which are said in the `range`.

    above    whether the lower bound itself is excluded
    """

    range: str
    low: float = -inf
    high: float = inf
    above: bool = False

    @override
    def read(self, entry: str, value: Any) -> float:
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
        if not number or not (self.low < value if self.above else self.low <= value) or not value < self.high:
            hint = "; YAML reads 1e-9 as text, and 1.0e-9 as a number" if isinstance(value, str) else ""
            raise Fault(entry, f"{entry} is {value!r}; it must {self.range}{hint}")
        return value


ANY_NUMBER = Number("be a finite number")
NOT_NEGATIVE = Number("be a finite number, 0 or more", 0.0)
POSITIVE = Number("be a finite number above 0", 0.0, above=True)
PROBABILITY = Number("lie between 0.5 and 1", 0.5, 1.0, above=True)


@dataclass(frozen=True)
class Choice(Entry):
    """The name of one of several things."""

    allowed: Mapping[str, Any]

    @override
    def read(self, entry: str, value: Any) -> Any:
        name = Text().read(entry, value)
        if name not in self.allowed:
            raise Fault(entry, f"{entry} is {name!r}; allowed: {', '.join(self.allowed)}")
        return self.allowed[name]


@dataclass(frozen=True)
class Choices(Entry):
    """The names of several things, or of none."""

    allowed: Mapping[str, Any]
    noun: str

    @override
    def read(self, entry: str, value: Any) -> tuple[Any, ...] | None:
        if value is None:
            return None
        names = Names(self.noun, self.noun).read(entry, value) if value != [] else ()
        for name in names:
            if name not in self.allowed:
                raise Fault(entry, f"{entry} names {name!r}; allowed: {', '.join(self.allowed)}")
        return tuple(self.allowed[name] for name in names)
