"""All kinds of claim, and how the entries of a file become one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.claims.claim import Claim
from reports.claims.entries import Fault, Text
from reports.claims.identical import Identical
from reports.claims.impossible import Impossible
from reports.claims.near_optimal import NearOptimal
from reports.claims.scaling import Scaling
from reports.claims.superiority import Superiority
from reports.errors import ClaimError

KINDS: dict[str, type[Claim]] = {kind.kind: kind for kind in (Superiority, NearOptimal, Impossible, Identical, Scaling)}


def claim(entries: Mapping[Any, Any], where: str, lines: Mapping[str, int] | None = None) -> Claim:
    """The claim that `entries`, read from YAML, make; a ClaimError of one line if they make none.

    where    begins the message
    lines    entry → its line in the file, as far as known
    """
    try:
        kind = _kind(entries)
        _check_names(kind, entries)
        return kind.of({name: value for name, value in entries.items() if name != "kind"})
    except Fault as fault:
        line = (lines or {}).get(fault.entry)
        raise ClaimError(f"{where}{f', line {line}' if line else ''}: {fault}") from None


def _kind(entries: Mapping[Any, Any]) -> type[Claim]:
    if "kind" not in entries:
        raise Fault("", "the entry 'kind' is missing")
    name = Text().read("kind", entries["kind"])
    if name not in KINDS:
        raise Fault("kind", f"kind is {name!r}; allowed: {', '.join(KINDS)}")
    return KINDS[name]


def _check_names(kind: type[Claim], entries: Mapping[Any, Any]) -> None:
    """A Fault if a claim of this kind has no such entry, or must have another one."""
    known = {"kind", *kind.entries()}
    if unknown := sorted(set(entries) - known, key=str):
        of_others = any(unknown[0] in other.entries() for other in KINDS.values())
        what = f"no entry of a claim of kind {kind.kind}" if of_others else "unknown entry"
        raise Fault(str(unknown[0]), f"{what} {unknown[0]!r}; allowed: {', '.join(sorted(known))}")
    if missing := sorted(set(kind.required()) - set(entries)):
        raise Fault("", f"the entry {missing[0]!r} is missing; a claim of kind {kind.kind} has it")
