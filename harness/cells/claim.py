"""The claim that asks for a cell, as its file and the words of the command line make it; and the rest of its file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf

from harness.cells.asked import Asked
from harness.errors import BadWord
from reports.claims import kinds
from reports.claims.claim import Claim
from reports.claims.metric import SCORES


def claim(config: DictConfig, asked: Asked) -> Claim | None:
    """The claim in `config`, or None; it is called like its file, if its entries do not say otherwise.

    A ClaimError if the entries make none.
    """
    node = config.get("claim")
    if node is None:
        return None
    entries = OmegaConf.to_container(node, resolve=True) if isinstance(node, DictConfig) else None
    if not isinstance(entries, dict):
        raise BadWord(f"claim: it must be a mapping, not {node!r}")
    named = {"name": str(asked.choices["claim"]), **{str(entry): value for entry, value in entries.items()}}
    return kinds.claim(_without_rope_of_another_metric(named, asked), f"claim {named['name']}")


def setup(asked: Asked) -> dict[str, Any]:
    """All that stands in the claim's file beside the claim: its sweep, its seeds; {} if there is no claim."""
    return {entry: value for entry, value in _file(asked).items() if entry != "claim"}


def _without_rope_of_another_metric(entries: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """A claim's `entries`; if words changed the metric and name no ROPE, without that of the file.

    One point of accuracy says nothing about log loss. A claim without a ROPE has its metric's usual one.
    """
    before, now = (one.get("metric") for one in (_file(asked).get("claim", {}), entries))
    same = before == now or (before is None and now in SCORES)  # a file that names none is about the data's score
    if same or "claim.rope" in {word.lstrip("+~").partition("=")[0] for word in asked.words}:
        return entries
    return {entry: value for entry, value in entries.items() if entry != "rope"}


def _file(asked: Asked) -> dict[str, Any]:
    """All of the claim's file; {} if there is no claim."""
    name = asked.choices.get("claim")
    for folder in asked.sources if name else ():
        path = folder / "claim" / f"{name}.yaml"
        if path.is_file():
            return _content(path, path.stat().st_mtime_ns)
    return {}


@lru_cache
def _content(path: Path, changed: int) -> dict[str, Any]:
    content = OmegaConf.to_container(OmegaConf.load(path))
    return {str(entry): value for entry, value in content.items()} if isinstance(content, dict) else {}
