"""Was the claim changed after its runs were made? Its entries, and its setup, then and now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from reports.claims import kinds
from reports.claims.claim import Claim
from reports.claims.comparison import Comparison
from reports.errors import ClaimError
from reports.records.case import Case
from reports.records.load import Recorded

NOTHING = "nothing"  # shown for an entry that is absent


def remarks(recorded: Recorded[Claim], case: Case) -> list[str]:
    """Remarks for the reader: was the claim fixed before its runs were made, and as it stands now?"""
    now = _entries(case.claim.as_mapping()) | _entries(case.setup)
    judged = recorded.runs[["claim_definition", "claim_setup"]].drop_duplicates().to_numpy().tolist()
    said = []
    if changed := differences([_parsed(*then) for then in judged], now):
        said.append(f"the claim was changed after runs were made: {'; '.join(changed)}")
    if others := differences([_parsed(*then) for then in recorded.others], now):
        other = "; ".join(others)
        said.append(f"other runs of this claim, which are not judged here, were made when it was another: {other}")
    if departing := [word for word in case.asked if not word.startswith(("claim=", "tracking.", "hydra"))]:
        said.append(f"words that depart from the claim's file: {' '.join(departing)}")
    if isinstance(recorded.claim, Comparison) and _has_usual_rope(recorded.claim, case.asked):
        said.append(
            f"the ROPE is {recorded.claim.rope:g}, the usual one of {recorded.claim.metric.said}, because the command "
            "line chose the metric"
        )
    return said


def _has_usual_rope(claim: Comparison, asked: Sequence[str]) -> bool:
    """Do the words of the command line choose the metric, and leave its ROPE to be the usual one?"""
    named = {word.lstrip("+").partition("=")[0] for word in asked}
    return "claim.metric" in named and "claim.rope" not in named and claim.rope == claim.metric.rope


def differences(thens: Iterable[Mapping[str, str]], now: Mapping[str, str]) -> list[str]:
    """Every entry that differs from one of `thens`, as `rope from 0.01 to 0.02`, sorted by name."""
    changes = set()
    for then in thens:
        for entry in {*then, *now} if then else ():
            before, after = then.get(entry, NOTHING), now.get(entry, NOTHING)
            if before != after:
                changes.add(f"{entry} from {before} to {after}")
    return sorted(changes)


def _parsed(definition: str, setup: str) -> dict[str, str]:
    """The entries of a claim as recorded; none if they cannot be read (a store may shorten a long text)."""
    try:
        then, beside = json.loads(definition), json.loads(setup)
    except ValueError:
        return {}
    with suppress(ClaimError):  # one of an earlier version, with other entries, is compared as it stands
        then = kinds.claim(then, "").as_mapping()  # with what was usual where its file left something out
    return _entries(then) | _entries(beside)


def _entries(mapping: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Entry → its value as text: `rope`, `seeds`, `hydra.sweeper.params.dataset`."""
    entries: dict[str, str] = {}
    for name, value in mapping.items():
        if isinstance(value, Mapping):
            entries |= _entries(value, f"{above}{name}.")
        else:
            entries[f"{above}{name}"] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return entries
