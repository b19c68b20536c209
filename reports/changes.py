"""Was the claim changed after runs were made, and what: entries of the claim itself, and of its design."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports.claim import COMPARISONS
from reports.load import Recorded
from reports.metrics import METRICS

NOTHING = "nothing"  # what an entry is that does not stand in the file


def remarks(
    recorded: Recorded, definition: Mapping[str, Any], design: Mapping[str, Any], asked: Sequence[str]
) -> list[str]:
    """What a reader must know of the order in which things were fixed and made.

    definition    the claim's entries now
    design        all else that stands in its file now: seeds, sweep, …
    asked         the words of the command line
    """
    now = _claimed(definition) | _entries(design)
    claim = recorded.claim
    judged = recorded.runs[["claim_definition", "claim_design"]].drop_duplicates().to_numpy().tolist()
    found = []
    unknown = json.dumps(dict(design))  # runs of an earlier version do not say it
    if changed := differences([_parsed(was, how or unknown) for was, how in judged], now):
        found.append(f"the claim was changed after runs were made: {'; '.join(changed)}")
    if others := differences([_parsed(was, how or unknown) for was, how in recorded.others], now):
        said = "; ".join(others)
        found.append(f"other runs of this claim, which are not judged here, were made when it was another: {said}")
    if departing := [word for word in asked if not word.startswith(("claim=", "tracking.", "hydra"))]:
        found.append(f"words that depart from the claim's file: {' '.join(departing)}")
    chosen = any(word.lstrip("+").startswith("claim.metric=") for word in asked)
    if chosen and claim.is_comparison and "rope" not in definition:
        usual = METRICS[claim.metric].said
        found.append(f"the ROPE is {claim.rope:g}, the usual one of {usual}, because the command line chose the metric")
    return found


def differences(thens: Iterable[Mapping[str, str]], now: Mapping[str, str]) -> list[str]:
    """Every entry that was another in one of `thens`, as `rope from 0.01 to 0.02`, in the order of their names."""
    found = set()
    for then in thens:
        for entry in {*then, *now} if then else ():
            before, after = then.get(entry, NOTHING), now.get(entry, NOTHING)
            if before != after:
                found.add(f"{entry} from {before} to {after}")
    return sorted(found)


def _parsed(definition: str, design: str) -> dict[str, str]:
    """The entries of a claim as recorded; none if they cannot be read (a store may shorten a long text)."""
    try:
        return _claimed(json.loads(definition or "{}")) | _entries(json.loads(design or "{}"))
    except ValueError:
        return {}


def _claimed(definition: Mapping[str, Any]) -> dict[str, str]:
    """The entries of a claim, with the ROPE that a comparison has if it names none."""
    metric = METRICS.get(str(definition.get("metric", "accuracy")))
    usual = {"rope": metric.rope} if metric and definition.get("kind") in COMPARISONS else {}
    return _entries(usual | dict(definition))


def _entries(mapping: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Entry → its value as text: `rope`, `seeds`, `hydra.sweeper.params.dataset`."""
    found: dict[str, str] = {}
    for name, value in mapping.items():
        if isinstance(value, Mapping):
            found |= _entries(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return found
