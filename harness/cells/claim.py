"""The claim that asks for a cell: its entries, as the words change them, and the rest of its file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf

from harness.errors import BadWord


def claim(config: DictConfig, hydra: Any) -> dict[str, Any] | None:
    """The entries of the claim in `config` as plain types; its name is that of its file if they do not say it.

    A ROPE that belongs to another metric than the one that was asked for is left out.

    hydra    as in `read`
    """
    node = config.get("claim")
    if node is None:
        return None
    entries = OmegaConf.to_container(node, resolve=True) if isinstance(node, DictConfig) else None
    if not isinstance(entries, dict):
        raise BadWord(f"claim: it must be a mapping, not {node!r}")
    name = str(hydra.runtime.choices["claim"])
    plain = {"name": name, **{str(entry): value for entry, value in entries.items()}}
    return without_rope_of_another_metric(plain, hydra)


def design(hydra: Any) -> dict[str, Any]:
    """All of the claim's file but `claim` itself: its seeds, its sweep, what it overrides; {} if there is no claim.

    hydra    Hydra's own node, which knows the claim by name and the folders that it may lie in
    """
    return {entry: value for entry, value in _file(hydra).items() if entry != "claim"}


def without_rope_of_another_metric(entries: dict[str, Any], hydra: Any) -> dict[str, Any]:
    """A claim's `entries`; if words changed the metric and name no ROPE, without that of the file.

    One point of accuracy says nothing about log loss. A claim without a ROPE has its metric's usual one.

    hydra    as in `design`
    """
    before, now = (one.get("metric", "accuracy") for one in (_file(hydra).get("claim", {}), entries))
    named = {word.lstrip("+~").partition("=")[0] for word in hydra.overrides.task}
    if before == now or "claim.rope" in named:
        return entries
    return {entry: value for entry, value in entries.items() if entry != "rope"}


def _file(hydra: Any) -> dict[str, Any]:
    """All of the claim's file; {} if there is no claim."""
    name = hydra.runtime.choices.get("claim")
    for source in hydra.runtime.config_sources if name else ():
        path = Path(source.path) / "claim" / f"{name}.yaml"
        if source.schema == "file" and path.is_file():
            return _content(path, path.stat().st_mtime_ns)
    return {}


@lru_cache
def _content(path: Path, changed: int) -> dict[str, Any]:
    content = OmegaConf.to_container(OmegaConf.load(path))
    return {str(entry): value for entry, value in content.items()} if isinstance(content, dict) else {}
