"""A cell from the words that a user would write."""

from __future__ import annotations

from functools import cache

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from omegaconf import DictConfig

from harness.cells.cell import Cell
from harness.cells.composed import Composed
from harness.cells.reading import read
from harness.paths import CONF
from harness.sweeps.compose import asked
from harness.sweeps.read_once import ReadOnce


@cache
def files() -> ReadOnce:
    """Hydra's files, read once for all tests."""
    return ReadOnce(GlobalHydra.instance().config_loader().repository)


def config(*words: str) -> DictConfig:
    with initialize_config_dir(str(CONF), version_base="1.3"):
        GlobalHydra.instance().config_loader().repository = files()
        return compose("config", list(words), return_hydra_config=True)


@cache
def cell(*words: str) -> Cell:
    composed = config(*words)
    return read(Composed.of(composed, asked(composed.hydra)))
