"""A cell from the words that a user would write."""

from __future__ import annotations

from hydra import compose, initialize_config_dir
from omegaconf import DictConfig

from harness.cells.cell import Cell
from harness.cells.composed import Composed
from harness.cells.reading import read
from harness.paths import CONF
from harness.sweeps.compose import asked


def config(*words: str) -> DictConfig:
    with initialize_config_dir(str(CONF), version_base="1.3"):
        return compose("config", list(words), return_hydra_config=True)


def cell(*words: str) -> Cell:
    composed = config(*words)
    return read(Composed.of(composed, asked(composed.hydra)))
