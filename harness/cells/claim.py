"""The claim that asks for a cell, as its file and the words of the command line make it; and the rest of its file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf

from harness.cells.asked import Asked
from harness.cells.composed import Part
from harness.errors import BadWord
from reports.claims import kinds
from reports.claims.claim import Claim
from reports.claims.metric import SCORES


def claim(part: Part, asked: Asked) -> Claim | None:
    """The claim that `part` says, or None; it is called like its file, if its entries do not say otherwise.

    A ClaimError if the entries make none.
    """
    if part.node is None:
        return None
    own_rope = "claim.rope" in {word.lstrip("+~").partition("=")[0] for word in asked.words}
    return _claim(part, str(asked.choices["claim"]), _path(asked), own_rope)


def setup(asked: Asked) -> dict[str, Any]:
    """All that stands in the claim's file beside the claim: its sweep, its seeds; {} if there is no claim."""
    return {entry: value for entry, value in _file(_path(asked)).items() if entry != "claim"}


@lru_cache
def _claim(part: Part, name: str, path: Path | None, own_rope: bool) -> Claim:
    """The claim that `part` says.

    path       of its file
    own_rope   is its ROPE said by words?
    """
    entries = OmegaConf.to_container(part.node, resolve=True) if isinstance(part.node, DictConfig) else None
    if not isinstance(entries, dict):
        raise BadWord(f"claim: it must be a mapping, not {part.node!r}")
    named = {"name": name, **{str(entry): value for entry, value in entries.items()}}
    kept = named if own_rope else _without_rope_of_another_metric(named, _file(path).get("claim", {}))
    return kinds.claim(kept, f"claim {named['name']}")


def _without_rope_of_another_metric(entries: dict[str, Any], in_file: Mapping[str, Any]) -> dict[str, Any]:
    """A claim's `entries`; if words changed the metric of those `in_file`, without the file's ROPE.

    One point of accuracy says nothing about log loss. A claim without a ROPE has its metric's usual one.
    """
    before, now = in_file.get("metric"), entries.get("metric")
    if before == now or (before is None and now in SCORES):  # a file that names none is about the data's score
        return entries
    return {entry: value for entry, value in entries.items() if entry != "rope"}


def _path(asked: Asked) -> Path | None:
    """The claim's file; None if there is no claim."""
    name = asked.choices.get("claim")
    paths = (folder / "claim" / f"{name}.yaml" for folder in asked.sources if name)
    return next((path for path in paths if path.is_file()), None)


def _file(path: Path | None) -> dict[str, Any]:
    """All that stands in it."""
    return _content(path, path.stat().st_mtime_ns) if path else {}


@lru_cache
def _content(path: Path, changed: int) -> dict[str, Any]:
    content = OmegaConf.to_container(OmegaConf.load(path))
    return {str(entry): value for entry, value in content.items()} if isinstance(content, dict) else {}
