"""Every level of every config group, found by reading conf/: a new one is tested without a line being added here."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf

from harness.paths import CONF
from models.optimizers import FirstOrder

# What a user must say for a level that means nothing alone.
GIVEN: dict[str, dict[str, Any]] = {
    "openml": {"id": 61},
    "table": {"path": str(Path(__file__).parent / "customers.csv"), "target": "churned"},
}
GROUPS = (
    "dataset", "features", "model", "activation", "init", "loss", "optimizer", "schedule", "decay", "clipping", "split",
    "tuning", "tracking",
)  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One yaml file: its group, its name, its class, and its entries without `_target_`."""

    group: str
    path: Path
    cls: type
    entries: dict[str, Any]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def given(self) -> dict[str, Any]:
        return GIVEN.get(self.name, {}) if self.group == "dataset" else {}

    @property
    def words(self) -> list[str]:
        """The words that choose it."""
        return [f"{self.group}={self.name}", *(f"{self.group}.{k}={v}" for k, v in self.given.items())]

    def build(self, **changed: Any) -> Any:
        return self.cls(**{k: v for k, v in self.entries.items() if k != "search"} | (changed or self.given))


def levels(*groups: str) -> list[Level]:
    return [level for group in groups or GROUPS for level in _of(group)]


def named(group: str, name: str) -> Level:
    return next(level for level in levels(group) if level.name == name)


def first_order() -> list[Level]:
    """The optimizers that need nothing but the gradient."""
    return [level for level in levels("optimizer") if issubclass(level.cls, FirstOrder)]


@cache
def _of(group: str) -> tuple[Level, ...]:
    return tuple(map(_read, sorted((CONF / group).glob("*.yaml"))))


def _read(path: Path) -> Level:
    entries = dict(OmegaConf.to_container(OmegaConf.load(path), resolve=True))
    module, _, name = str(entries.pop("_target_")).rpartition(".")
    return Level(path.parent.name, path, getattr(importlib.import_module(module), name), entries)


def ids(level: Level) -> str:
    return f"{level.group}-{level.name}"
