"""What a cell is composed of: parts, each of which says what stands under one name of the configuration.

Cells of a sweep differ in a few words. Those that say the same under a name share the part, and it is read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from omegaconf import DictConfig, OmegaConf

from harness.cells.asked import Asked
from harness.cells.levels import level
from reports.text import public


@dataclass(frozen=True, eq=False)  # two parts are the same if they are one
class Part:
    """What stands under one name.

    name    a config group (`optimizer`), a word (`epochs`), or `claim`
    node    what stands there
    """

    name: str
    node: Any

    @cached_property
    def level(self) -> Any:
        """The object that it describes, if it is the level of a config group; a BadWord if it describes none."""
        return level(self.name, self.node)

    @cached_property
    def text(self) -> str:
        """It as yaml, without the password of an address."""
        content = OmegaConf.to_container(self.node, resolve=True) if OmegaConf.is_config(self.node) else self.node
        return public(OmegaConf.to_yaml(OmegaConf.create({self.name: content})))


@dataclass(frozen=True)
class Composed:
    """A composition: its parts by their names, in the order of the configuration, and how it was asked for."""

    parts: Mapping[str, Part]
    asked: Asked

    @classmethod
    def of(cls, config: DictConfig, asked: Asked) -> Composed:
        """All of `config` but Hydra's own node."""
        return cls({name: Part(name, config[name]) for name in map(str, config) if name != "hydra"}, asked)

    @property
    def text(self) -> str:
        """The whole configuration as yaml, its interpolations resolved."""
        return "".join(part.text for part in self.parts.values())
