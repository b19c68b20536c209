"""From what Hydra composed to the cell that it describes; whatever describes none is refused in one line."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from harness.cells import claim as claims
from harness.cells.cell import Cell, Training
from harness.cells.levels import ROOMS, level, typed
from harness.errors import BadWord, alternatives
from harness.sampling.trials import Range
from harness.training.probabilities import NAMES as PROBABILISTIC
from models.losses import Loss

# Their levels say too little in a name: none, norm, constant.
SAID_IN_FULL = ("features", "schedule", "decay", "clipping")


def read(config: DictConfig, hydra: Any) -> Cell:
    """The cell that `config`, composed by Hydra, describes; a BadWord if it describes none.

    hydra    Hydra's own node, which knows the levels by name and the words that they were asked for with
    """
    known = {*ROOMS, *(field.name for field in fields(Training)), "claim"}
    for key in map(str, config):
        if key not in known and key != "hydra":
            raise BadWord(f"{key}: there is no such word; {alternatives(key, known)}")
    try:
        parts = {group: level(group, config[group]) for group in ROOMS}
        training = typed(Training, {f.name: config[f.name] for f in fields(Training)}, "")
        search = _search(config.optimizer, parts["optimizer"])
        mapping = claims.claim(config, hydra)
    except OmegaConfBaseException as error:
        raise BadWord(str(error).splitlines()[0]) from None
    levels = {group: str(level) for group, level in hydra.runtime.choices.items() if group in ROOMS}
    levels["dataset"] = getattr(parts["dataset"], "label", levels["dataset"])  # two tables are two data sets
    _check_claim(mapping, parts["loss"], levels["loss"], str(hydra.runtime.choices["hydra/launcher"]))
    name = _name(levels, list(hydra.overrides.task))
    asked = {"claim": mapping, "design": claims.design(hydra)}
    return Cell(name=name, levels=levels, **parts, search=search, training=training, **asked)  # type: ignore[arg-type]


def _check_claim(claim: Any, loss: Loss, level: str, launcher: str) -> None:
    """A BadWord if the claim's metric can never be had of such a cell, whatever its data."""
    metric = claim.get("metric") if isinstance(claim, dict) else None
    if metric in PROBABILISTIC and not (loss.probabilities(1) or loss.probabilities(2)):
        raise BadWord(f"claim.metric={metric}: loss={level} makes no probabilities to measure")
    if metric == "time_to_target" and launcher != "basic":
        raise BadWord(
            f"claim.metric=time_to_target: with hydra/launcher={launcher} cells run side by side, and their seconds "
            f"cannot be compared; hydra/launcher=basic runs one at a time"
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


def _name(levels: dict[str, str], words: list[str]) -> str:
    """`digits, adam, sigmoid, epochs=5`: data set and optimizer, then whatever else was asked for."""
    names = [levels["dataset"], levels["optimizer"]]
    for word in words:
        key, _, value = word.lstrip("+~").partition("=")
        told = key in ("dataset", "dataset.path", "optimizer")
        if not told and key.partition(".")[0] not in ("claim", "suite", "tracking", "hydra"):
            names.append(value if key in levels and key not in SAID_IN_FULL else word)
    return ", ".join(names)
