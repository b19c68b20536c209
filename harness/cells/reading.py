"""From a composition to the cell that it describes; one that describes none is refused in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache

from omegaconf.errors import OmegaConfBaseException

from harness.cells import claim as claims
from harness.cells.cell import Cell, Training
from harness.cells.composed import Composed, Part
from harness.cells.levels import ROOMS, typed, unresolved
from harness.errors import BadWord, alternatives
from harness.sampling.trials import Range

TRAINING = [field.name for field in fields(Training)]
# Their levels say too little in a name: none, norm, constant.
SAID_IN_FULL = ("features", "schedule", "decay", "clipping")


def read(composed: Composed) -> Cell:
    """The cell that is composed so; a BadWord or a ClaimError if it is none."""
    parts, asked = composed.parts, composed.asked
    known = {*ROOMS, *TRAINING, "claim"}
    for key in parts:
        if key not in known:
            raise BadWord(f"{key}: there is no such word; {alternatives(key, known)}")
    for key in (*ROOMS, *TRAINING):
        if key not in parts:
            raise BadWord(f"{key}: a cell needs it, so it cannot be deleted")
    try:
        objects = {group: parts[group].level for group in ROOMS}
        training = _training(tuple(parts[name] for name in TRAINING))
        search = _search(parts["optimizer"])
        claim = claims.claim(parts["claim"], asked) if "claim" in parts else None
    except OmegaConfBaseException as error:
        raise unresolved(error) from None
    levels = {group: str(level) for group, level in asked.choices.items() if group in ROOMS}
    levels["dataset"] = objects["dataset"].label or levels["dataset"]  # two tables are two data sets
    return Cell(
        name=_name(levels, asked.words),
        levels=levels,
        **objects,
        search=search,
        training=training,
        claim=claim,
        setup=claims.setup(asked),
    )


@lru_cache
def _training(parts: tuple[Part, ...]) -> Training:
    training: Training = typed(Training, {part.name: part.node for part in parts}, "")
    return training


@lru_cache
def _search(optimizer: Part) -> dict[str, Range]:
    """The search space that an optimizer's yaml declares."""
    tunable = [field.name for field in fields(optimizer.level)]
    spaces = {}
    for name, entries in (optimizer.node.get("search") or {}).items():
        if name not in tunable:
            raise BadWord(f"optimizer.search.{name}: there is no such hyperparameter; {alternatives(name, tunable)}")
        spaces[str(name)] = typed(Range, entries, f"optimizer.search.{name}.")
    return spaces


def _name(levels: dict[str, str], words: Iterable[str]) -> str:
    """`digits, adam, sigmoid, epochs=5`: data set and optimizer, then whatever else was asked for."""
    names = [levels["dataset"], levels["optimizer"]]
    for word in words:
        key, _, value = word.lstrip("+~").partition("=")
        named = key in ("dataset", "dataset.path", "optimizer")
        if not named and key.partition(".")[0] not in ("claim", "suite", "tracking", "hydra"):
            names.append(value if key in levels and key not in SAID_IN_FULL else word)
    return ", ".join(names)
