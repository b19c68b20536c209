"""A claim: one folklore statement with everything that decides it. `reports/claim_file.py` reads it from a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from reports.errors import ClaimError
from reports.metrics import METRICS, SCORES

ARMS = ("tuned", "published")
PROPERTIES = ("rows", "features", "classes")  # modifiers that a data set has by itself


@dataclass(frozen=True)
class Entries:
    """What a claim of one kind must say, and what it may."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Both, and what every claim says."""
        return (*ALWAYS, *self.required, *self.optional)


ALWAYS = ("name", "statement", "source", "kind", "factor")
_COMPARISON = Entries(("favourite", "rivals"), ("metric", "rope", "probability", "arm", "secondary", "modifiers"))
KINDS = {
    "superiority": _COMPARISON,
    "near_optimal": _COMPARISON,
    "impossible": Entries(("contestants", "bound"), ("control", "across", "metric", "tolerance", "probability")),
    "identical": Entries(("contestants", "tolerance"), ("across",)),
    "scaling": Entries(("contestants", "size", "exponent"), ("control", "probability")),
}
COMPARISONS = tuple(kind for kind, entries in KINDS.items() if entries is _COMPARISON)
TEXTS = (*ALWAYS, "favourite", "metric", "arm", "size")
LISTS = ("rivals", "contestants", "control", "across", "modifiers", "secondary")


@dataclass(frozen=True)
class Claim:
    """What stands in a claim file under `claim:`, fixed before the first run.

    kind            `superiority`: the favourite beats each rival by more than the ROPE;
                    `near_optimal`: the favourite loses to no rival by more than the ROPE;
                    `impossible`: no network of a contestant, at any epoch, gets past the bound;
                    `identical`: all contestants compute the same, up to the tolerance;
                    `scaling`: the contestants' training time grows faster than size to the power of the exponent
    factor          the config group that the contestants are levels of
    contestants     the levels that are judged; of a comparison, the favourite and then its rivals
    favourite       the contestant that the folklore says wins
    rivals          the contestants that it is compared with
    metric          what the claim is about: chosen on its validation value, judged on its test value
    rope            half-width of the region of practical equivalence, in units of the metric; its usual one
    secondary       metrics that are compared as well, without a say in the verdict; None: all that were measured
    probability     probability from which on a statement is decided
    arm             what is judged: contestants `tuned` with an equal budget, or each as `published`, its default
    modifiers       what the effect may depend on: rows, features, classes, or further words that are swept
    control         levels of the factor for which the opposite must be found, or the runs show nothing: a network that
                    does get past the bound, an optimizer whose time does not grow as fast
    across          further words that are swept; what is claimed must hold at every value
    bound           largest value of the metric that can be reached
    tolerance       how far a value may be beyond the bound, or two values apart, and still count as equal
    size            the word that is swept to make networks larger, such as model.hidden
    exponent        of the number of parameters: time ~ parametersᵉ
    """

    name: str
    statement: str
    source: str
    kind: str
    factor: str
    contestants: tuple[str, ...]
    favourite: str = ""
    rivals: tuple[str, ...] = ()
    metric: str = "accuracy"
    rope: float = 0.01
    probability: float = 0.95
    arm: str = "tuned"
    secondary: tuple[str, ...] | None = None
    modifiers: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    bound: float = 0.0
    tolerance: float = 0.0
    size: str = ""
    exponent: float = 1.0

    @classmethod
    def from_mapping(cls, entries: Mapping[Any, Any], where: str, lines: Mapping[str, int] | None = None) -> Claim:
        """The claim in `entries`; a ClaimError that names `where`, the faulty entry and its line, if it is none.

        lines    entry → its line in the file, as far as known
        """
        try:
            _check(entries)
        except _Fault as fault:
            line = (lines or {}).get(fault.entry)
            raise ClaimError(f"{where}{f', line {line}' if line else ''}: {fault}") from None
        plain: dict[str, Any] = {
            str(name): tuple(value) if isinstance(value, list) else value for name, value in entries.items()
        }
        usual: dict[str, Any] = {"contestants": (plain.get("favourite"), *plain.get("rivals", ()))}
        usual["rope"] = METRICS[plain.get("metric", "accuracy")].rope
        return cls(**(usual | plain))

    @property
    def levels(self) -> tuple[str, ...]:
        """All levels of the factor that take part: the contestants, then the control."""
        return (*self.contestants, *self.control)

    @property
    def swept(self) -> tuple[str, ...]:
        """The words, besides data set and factor, that have several values."""
        return (*self.across, *filter(None, [self.size]), *(name for name in self.modifiers if name not in PROPERTIES))

    @property
    def is_comparison(self) -> bool:
        """Is it about a favourite and its rivals?"""
        return self.kind in COMPARISONS

    def as_mapping(self) -> dict[str, Any]:
        """The entries as plain YAML and JSON types, without those that say nothing."""
        values = {name: getattr(self, name) for name in KINDS[self.kind].all}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v not in ((), "", None)}


class _Fault(ValueError):
    """What is wrong with `entry`."""

    def __init__(self, entry: str, message: str) -> None:
        super().__init__(message)
        self.entry = entry


def _check(entries: Mapping[Any, Any]) -> None:
    """A _Fault unless `entries` make a claim."""
    if "kind" not in entries:
        raise _Fault("", "the entry 'kind' is missing")
    _check_text("kind", entries["kind"])
    kind = entries["kind"]
    if kind not in KINDS:
        raise _Fault("kind", f"kind is {kind!r}; allowed: {', '.join(KINDS)}")
    known = KINDS[kind]
    if unknown := sorted(set(entries) - set(known.all), key=str):
        of_others = any(unknown[0] in other.all for other in KINDS.values())
        what = f"no entry of a claim of kind {kind}" if of_others else "unknown entry"
        raise _Fault(str(unknown[0]), f"{what} {unknown[0]!r}; allowed: {', '.join(sorted(known.all))}")
    if missing := sorted({*ALWAYS, *known.required} - set(entries)):
        raise _Fault("", f"the entry {missing[0]!r} is missing; a claim of kind {kind} has it")
    for entry, value in entries.items():
        if entry in TEXTS:
            _check_text(entry, value)
        elif entry == "secondary" and value in (None, []):
            continue  # all that were measured, or none
        elif entry in LISTS:
            _check_list(entry, value)
        else:
            _check_number(entry, value)
    _check_choice(entries, "metric", METRICS if kind in COMPARISONS else SCORES)
    _check_choice(entries, "arm", ARMS)
    _check_secondary(entries)
    _check_levels(entries)


def _check_choice(entries: Mapping[str, Any], entry: str, allowed: Collection[str]) -> None:
    if entry in entries and entries[entry] not in allowed:
        raise _Fault(entry, f"{entry} is {entries[entry]!r}; allowed: {', '.join(allowed)}")


def _check_levels(entries: Mapping[str, Any]) -> None:
    """No level takes part twice; and two things that agree are two."""
    if entries.get("favourite") in entries.get("rivals", ()):
        raise _Fault("rivals", f"the favourite {entries['favourite']!r} is also one of rivals")
    if both := sorted(set(entries.get("contestants", ())) & set(entries.get("control", ()))):
        raise _Fault("control", f"{both[0]!r} is one of contestants and of control")
    if entries["kind"] == "identical" and len(entries["contestants"]) < 2:
        raise _Fault("contestants", "contestants must be two or more, to be compared with each other")
    for entry in ("across", "modifiers"):
        if twice := {"dataset", entries["factor"]} & set(entries.get(entry, ())):
            raise _Fault(entry, f"{entry} names {sorted(twice)[0]!r}, which is swept anyway")


def _check_secondary(entries: Mapping[str, Any]) -> None:
    """Every further metric is known, and is not the claim's own."""
    own = entries.get("metric", SCORES[0])
    for name in entries.get("secondary") or ():
        if name not in METRICS:
            raise _Fault("secondary", f"secondary names {name!r}; allowed: {', '.join(METRICS)}")
        if name == own:
            raise _Fault("secondary", f"secondary names {name!r}, which is the claim's own metric")


def _check_text(entry: str, value: Any) -> None:
    """YAML reads an unquoted no, on or 20 as something else than text."""
    if not isinstance(value, str) or not value.strip():
        raise _Fault(entry, f"{entry} has the value {value!r}; it must be text, in quotes if YAML reads it else")


NAMED = {
    "across": "word",
    "modifiers": "word",
    "secondary": "metric",
    "rivals": "contestant",
    "contestants": "contestant",
}


def _check_list(entry: str, value: Any) -> None:
    named = NAMED.get(entry, "name")
    if not isinstance(value, list) or not value:
        what = named if named in ("word", "metric") else "level of the factor"
        raise _Fault(entry, f"{entry} must be a list with at least one {what}, such as [a, b], not {value!r}")
    for name in value:
        _check_text(entry, name)
    if len(set(value)) < len(value):
        raise _Fault(entry, f"{entry} may name every {'name' if named == 'word' else named} once only")


def _check_number(entry: str, value: Any) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
    if entry == "probability":
        if not number or not 0.5 < value < 1:
            raise _Fault(entry, f"probability is {value!r}; it must lie between 0.5 and 1")
    elif entry == "exponent":
        if not number or value <= 0:
            raise _Fault(entry, f"exponent is {value!r}; it must be a finite number above 0")
    elif not number or (value < 0 and entry != "bound"):
        what = "a finite number" if entry == "bound" else "a finite number, 0 or more"
        hint = "; YAML reads 1e-9 as text, and 1.0e-9 as a number" if isinstance(value, str) else ""
        raise _Fault(entry, f"{entry} is {value!r}; it must be {what}{hint}")
