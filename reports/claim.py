"""A claim: one folklore statement with everything that decides it, read from `conf/claim/NAME.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from reports.errors import ClaimError
from reports.metrics import METRICS

KINDS = ("superiority", "near_optimal")
TEXTS = ("name", "statement", "source", "kind", "factor", "favourite", "metric")


@dataclass(frozen=True)
class Claim:
    """What stands in a claim file under `claim:`, fixed before the first run.

    kind            `superiority`: the favourite beats each rival by more than the ROPE;
                    `near_optimal`: the favourite loses to no rival by more than the ROPE
    factor          the config group that the contestants are levels of
    favourite       the contestant that the folklore says wins
    rivals          the contestants that it is compared with
    metric          what the claim is about: chosen on its validation value, judged on its test value
    rope            half-width of the region of practical equivalence, in units of the metric; its usual one
    secondary       metrics that are compared as well, without a say in the verdict; None: all that were measured
    probability     posterior probability from which on a statement is decided
    """

    name: str
    statement: str
    source: str
    kind: str
    factor: str
    favourite: str
    rivals: tuple[str, ...]
    metric: str = "accuracy"
    rope: float = 0.01
    probability: float = 0.95
    secondary: tuple[str, ...] | None = None

    @classmethod
    def from_mapping(cls, entries: dict[str, Any], where: str) -> Claim:
        """The claim in `entries`; a ClaimError that names `where` and the faulty entry if it is none."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(entries) - known, key=str):
            raise ClaimError(f"{where}: unknown entry {unknown[0]!r}; allowed: {', '.join(sorted(known))}")
        required = {f.name for f in fields(cls)} - {"metric", "rope", "probability", "secondary"}
        if missing := sorted(required - set(entries)):
            raise ClaimError(f"{where}: the entry {missing[0]!r} is missing")
        rivals = entries["rivals"]
        if not isinstance(rivals, list) or not rivals:
            raise ClaimError(f"{where}: rivals must be a list with at least one contestant")
        for rival in rivals:
            _check_text(where, "rivals", rival)
        secondary = entries.get("secondary")
        if not (secondary is None or isinstance(secondary, list)):
            raise ClaimError(f"{where}: secondary must be a list of metrics, or null for all")
        claim = cls(
            **{
                **entries,
                "rivals": tuple(rivals),
                "rope": entries.get("rope", _usual_rope(entries.get("metric", cls.metric))),
                "secondary": None if secondary is None else tuple(secondary),
            }
        )
        claim._check(where)
        return claim

    def _check(self, where: str) -> None:
        for entry in TEXTS:
            _check_text(where, entry, getattr(self, entry))
        if self.kind not in KINDS:
            raise ClaimError(f"{where}: kind is {self.kind!r}; allowed: {', '.join(KINDS)}")
        if self.metric not in METRICS:
            raise ClaimError(f"{where}: metric is {self.metric!r}; allowed: {', '.join(METRICS)}")
        self._check_secondary(where)
        if self.favourite in self.rivals:
            raise ClaimError(f"{where}: the favourite {self.favourite!r} is also one of rivals")
        if len(set(self.rivals)) < len(self.rivals):
            raise ClaimError(f"{where}: rivals may name every contestant once only")
        if not _is_number(self.rope) or self.rope < 0:
            raise ClaimError(f"{where}: rope is {self.rope!r}; it must be a finite number, 0 or more")
        if not _is_number(self.probability) or not 0.5 < self.probability < 1:
            raise ClaimError(f"{where}: probability is {self.probability!r}; it must lie between 0.5 and 1")

    def _check_secondary(self, where: str) -> None:
        named = self.secondary or ()
        for name in named:
            if not isinstance(name, str) or name not in METRICS:
                raise ClaimError(f"{where}: secondary names {name!r}; allowed: {', '.join(METRICS)}")
        if self.metric in named or len(set(named)) < len(named):
            raise ClaimError(f"{where}: secondary may name every metric once, and not {self.metric}, the claim's own")

    @property
    def contestants(self) -> tuple[str, ...]:
        """The favourite first, then its rivals."""
        return (self.favourite, *self.rivals)

    def as_mapping(self) -> dict[str, Any]:
        """The entries as plain YAML and JSON types."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def read(path: Path) -> Claim:
    """The claim in the file `path`; its name is the file's stem."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise ClaimError(f"{path.name}: cannot be read: {reason}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ClaimError(f"{path.name}{line}: not valid YAML ({getattr(error, 'problem', error)})") from None
    if not isinstance(content, dict) or not isinstance(content.get("claim"), dict):
        raise ClaimError(f"{path.name}: it has no mapping `claim:`")
    return Claim.from_mapping({"name": path.stem, **content["claim"]}, path.name)


def _usual_rope(metric: Any) -> float:
    return METRICS[metric].rope if isinstance(metric, str) and metric in METRICS else 0.0


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _check_text(where: str, entry: str, value: Any) -> None:
    """A ClaimError unless `value` is text; YAML reads an unquoted no, on or 20 as something else."""
    if not isinstance(value, str) or not value.strip():
        raise ClaimError(f"{where}: {entry} has the value {value!r}; it must be text, in quotes if YAML reads it else")
