"""From a composition to the cell that it describes; one that describes none is refused in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from harness.cells import claim as claims
from harness.cells.asked import Asked
from harness.cells.cell import Cell, Training
from harness.cells.levels import ROOMS, level, typed
from harness.errors import BadWord, alternatives
from harness.sampling.trials import Range

# Their levels say too little in a name: none, norm, constant.
SAID_IN_FULL = ("features", "schedule", "decay", "clipping")


def read(config: DictConfig, asked: Asked) -> Cell:
    """The cell that `config` describes; a BadWord or a ClaimError if it describes none."""
    known = {*ROOMS, *(field.name for field in fields(Training)), "claim"}
    for key in map(str, config):
        if key not in known and key != "hydra":
            raise BadWord(f"{key}: there is no such word; {alternatives(key, known)}")
    try:
        parts = {group: level(group, config[group]) for group in ROOMS}
        training = typed(Training, {f.name: config[f.name] for f in fields(Training)}, "")
        search = _search(config.optimizer, parts["optimizer"])
        claim = claims.claim(config, asked)
    except OmegaConfBaseException as error:
        raise BadWord(str(error).splitlines()[0]) from None
    levels = {group: str(level) for group, level in asked.choices.items() if group in ROOMS}
    levels["dataset"] = parts["dataset"].label or levels["dataset"]  # two tables are two data sets
    return Cell(
        name=_name(levels, asked.words),
        levels=levels,
        **parts,
        search=search,
        training=training,
        claim=claim,
        setup=claims.setup(asked),
    )


def _search(node: DictConfig, optimizer: Any) -> dict[str, Range]:
    """The search space that an optimizer's yaml declares."""
    tunable = [field.name for field in fields(optimizer)]
    spaces = {}
    for name, entries in (node.get("search") or {}).items():
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
