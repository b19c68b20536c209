"""A claim: one folklore statement with everything that decides it. A kind of claim is a subclass, in a file of its own.

The fields of a kind *are* the entries of its files; beside each stands how it is read (reports/claims/entries.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, replace
from typing import Any, ClassVar, Self

from typing_extensions import override

from reports import text
from reports.claims.arm import Arm
from reports.claims.entries import Fault, Text, Words, entry, how
from reports.claims.metric import METRICS, SCORE, Metric
from reports.errors import ClaimError


@dataclass(frozen=True, kw_only=True)
class Claim(ABC):
    """What every claim says.

    name         that of its file
    statement    the folklore, as people say it
    source       who says so
    factor       the config group that the contestants are levels of
    """

    kind: ClassVar[str]

    name: str = entry(Text())
    statement: str = entry(Text())
    source: str = entry(Text())
    factor: str = entry(Text())

    @classmethod
    def entries(cls) -> dict[str, Field[Any]]:
        """The fields by the names of their entries; `kind` is one more entry, of all."""
        return {field.name: field for field in fields(cls)}

    @classmethod
    def required(cls) -> list[str]:
        """The entries that every file must have."""
        return [name for name, field in cls.entries().items() if field.default is MISSING]

    @classmethod
    def of(cls, entries: Mapping[str, Any]) -> Self:
        """The claim that says `entries`, which it has fields for; a Fault if one of them is none."""
        declared = cls.entries()
        values = {name: how(declared[name]).read(name, value) for name, value in entries.items()}
        made = cls(**(cls.implied(values) | values))
        made.check()
        return made

    @classmethod
    def implied(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that follow from the `values` of others where the file leaves them out."""
        return {}

    def check(self) -> None:
        """A Fault if entries contradict each other."""
        swept_anyway = {"dataset", self.factor}
        for name, field in self.entries().items():
            if isinstance(how(field), Words) and (twice := swept_anyway & set(getattr(self, name))):
                raise Fault(name, f"{name} names {sorted(twice)[0]!r}, which is swept anyway")

    def fault_of_sweep(self, swept: Mapping[str, Sequence[str]]) -> Fault | None:
        """Why a sweep with these values of every word cannot decide the claim; None if it can."""
        return None

    def as_mapping(self) -> dict[str, Any]:
        """The entries as plain YAML and JSON types, without those that say nothing."""
        values = {"kind": self.kind} | {name: _plain(getattr(self, name)) for name in self.entries()}
        return {name: value for name, value in values.items() if value not in ([], "", None)}

    @property
    @abstractmethod
    def levels(self) -> tuple[str, ...]:
        """All levels of the factor that take part."""

    @property
    def swept(self) -> tuple[str, ...]:
        """The words, besides data set and factor, that have several values."""
        return ()

    @property
    def measure(self) -> Metric:
        """The metric that its cells must have; of a claim about none, the score that their data are judged by."""
        return SCORE

    @property
    def timed(self) -> bool:
        """Does it compare times? Then nothing may run beside its cells."""
        return self.measure.timed

    def on_data_judged_by(self, scores: Sequence[str]) -> Self:
        """The same claim, with what its file leaves to the data fixed: a ClaimError if they do not agree on it.

        scores    of its data sets: accuracy, r2, or both
        """
        return self

    @abstractmethod
    def rule(self) -> list[str]:
        """What decides it, fixed before the first run, in plain sentences."""


@dataclass(frozen=True, kw_only=True)
class OfMetric(Claim):
    """A claim about a metric.

    metric    its name; left out, it is the score that the data are judged by
    """

    metric: Metric

    @property
    @override
    def measure(self) -> Metric:
        return self.metric

    @override
    def on_data_judged_by(self, scores: Sequence[str]) -> Self:
        if self.metric is not SCORE:
            return self
        if len(scores) > 1:
            raise ClaimError(
                f"its data sets are judged by {text.listed(scores)}, which cannot be compared; "
                f"claim.metric={scores[0]} takes those that have it"
            )
        return replace(self, metric=METRICS[scores[0]])


def _plain(value: Any) -> Any:
    """A field's value as it is written in a file."""
    if isinstance(value, (Metric, Arm)):
        return None if value is SCORE else value.name
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
