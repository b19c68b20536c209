"""What a sweep must know of a claim: its whole file, which is recorded with every run, and what its cells may be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omegaconf import OmegaConf

from harness.errors import BadWord, alternatives

if TYPE_CHECKING:
    from harness.cell import Cell


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


def check(planned: Sequence[Cell], launcher: str) -> None:
    """A BadWord if the cells that a claim `planned` cannot be compared.

    launcher    class of Hydra's launcher

    A claim compares one cell per data set, contestant and further word that it declares: anything else would be
    pooled without saying so. Times can be compared only if nothing else ran beside them.
    """
    seen: dict[tuple[str, ...], Cell] = {}
    for cell in planned:
        claim = cell.claim
        if claim is None:
            continue
        where = f"claim {claim['name']}"
        for entry in ("statement", "kind", "factor"):
            if not isinstance(claim.get(entry), str):
                raise BadWord(f"{where}: the entry {entry!r} is missing, or no text")
        if claim["factor"] not in cell.levels:
            raise BadWord(f"{where}: factor is {claim['factor']!r}; {alternatives(claim['factor'], cell.levels)}")
        if claim["kind"] == "scaling" and not launcher.endswith(".BasicLauncher"):
            raise BadWord(f"{where}: it compares times, so its cells must run one by one; hydra/launcher=basic")
        here = (cell.levels["dataset"], cell.levels[claim["factor"]], *map(cell.word, _further(claim)))
        other = seen.setdefault(here, cell)
        if other is not cell:
            raise BadWord(
                f"{where}: two cells for {' and '.join(here)} ({other.name}; {cell.name}); a claim takes one cell per "
                f"data set and contestant, and per value of what it declares (size, across, modifiers)"
            )


def _further(claim: dict[str, Any]) -> list[str]:
    """The words, besides data set and factor, that the claim declares to have several values."""
    return [*claim.get("across", ()), *filter(None, [claim.get("size")]), *claim.get("modifiers", ())]
