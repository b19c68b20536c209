"""What words mean, by Hydra. The only file that imports it; what it has against a word comes out as one line."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from itertools import product
from math import prod
from pathlib import Path

import hydra
from hydra._internal import defaults_list
from hydra.conf import HydraConf
from hydra.core.config_loader import ConfigLoader
from hydra.core.config_store import ConfigStore
from hydra.core.default_element import InputDefault
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import (
    ConfigCompositionException,
    HydraException,
    MissingConfigException,
    OverrideParseException,
)
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from harness.cells import strangers
from harness.cells.asked import Asked
from harness.cells.composed import Composed
from harness.cells.levels import level, unresolved
from harness.errors import BadWord, alternatives
from harness.launchers import Basic, Launcher
from harness.paths import CONF
from harness.sweeps import options, overriding, parts, wording
from harness.sweeps.options import Options
from harness.sweeps.read_once import ReadOnce

Words = list[str]

_map_of_choices = defaults_list._create_interpolation_map


def _map_if_it_is_asked(overrides: defaults_list.Overrides, chosen: list[InputDefault], self_added: bool) -> DictConfig:
    """The choices so far, for interpolations among the files that one file chooses; nothing if there are none.

    Hydra makes this map for every file that it reads, which is a third of the time that it takes to compose.
    """
    asked = any(one.is_interpolation() for one in chosen)
    return _map_of_choices(overrides, chosen, self_added) if asked else OmegaConf.create()


defaults_list._create_interpolation_map = _map_if_it_is_asked  # type: ignore[assignment]  # a parameter's name


@dataclass(frozen=True)
class Composition:
    """What the words of a sweep compose to.

    config        of the whole sweep
    loader        what its cells are composed with
    files         Hydra's
    most_cells    that the sweep may have
    """

    config: DictConfig
    loader: ConfigLoader
    files: ReadOnce
    most_cells: int

    @property
    def asked(self) -> Asked:
        """How the sweep was asked for."""
        return asked(self.config.hydra)

    @property
    def folder(self) -> Path:
        """Where jobs say how far they are."""
        return Path(self.config.hydra.sweep.dir)

    @cached_property
    def launcher(self) -> Launcher:
        """Who does its jobs; a BadWord if what the words say of it cannot be used."""
        node = self.config.hydra.launcher
        if str(node._target_).endswith(".BasicLauncher"):  # Hydra's own, which no file of ours can replace
            return Basic()
        found: Launcher = level("hydra.launcher", node, "harness.launchers")
        return found

    def batches(self) -> list[list[Words]]:
        """Every cell's words: all combinations of hydra.sweeper.params and the command line, which has the last word.

        In batches of hydra.sweeper.max_batch_size, which are launched one after the other.
        """
        sweeper = self.config.hydra.sweeper
        if not str(sweeper._target_).endswith(".BasicSweeper"):
            raise BadWord(f"hydra/sweeper={sweeper._target_}: only all combinations (basic) can be paired")
        fixed = [f"{key}={value}" for key, value in (sweeper.params or {}).items()]
        parser = OverridesParser.create(config_loader=self.loader)
        overrides = parser.parse_overrides([*fixed, *self.asked.words])
        for override in overrides:
            overriding.check(override, self.files.group_exists)
        by_key = {override.get_key_element(): overriding.values(override, self.most_cells) for override in overrides}
        overriding.check_number(prod(map(len, by_key.values())), self.most_cells)
        cells = [list(words) for words in dict.fromkeys(product(*by_key.values()))]
        size = len(cells) if sweeper.max_batch_size is None else int(sweeper.max_batch_size)
        if size < 1:
            raise BadWord(f"hydra.sweeper.max_batch_size must be at least 1, not {size}")
        return [cells[start : start + size] for start in range(0, len(cells), size)]

    def cells(self, sweep: Sequence[Words]) -> tuple[list[Composed], str]:
        """The compositions of the cells of a `sweep`, and why Hydra had to make each of them; "" if it had not."""
        return parts.cells(sweep, self._cell, self.files)

    def _cell(self, words: Words) -> tuple[DictConfig, Asked]:
        """The configuration of the cell that `words` mean, and how it was asked for."""
        config = self.loader.load_sweep_config(self.config, list(words))
        return config, asked(config.hydra)


@contextmanager
def composed(words: Sequence[str]) -> Iterator[Composition]:
    """What `words`, Hydra's overrides and options, compose to.

    A BadWord if they compose to nothing, and for whatever else Hydra has against one of them while the block runs.
    """
    given = options.read(words)
    if given.question:
        raise BadWord(f"{given.question}: folklore run answers it, without a claim")
    with _searched(_overrides(given)) as (overrides, loader, files):
        config = _compose(overrides)
        if config.hydra.job.chdir:
            raise BadWord("hydra.job.chdir=true: cells are trained in the folder where the command is called")
        composition = Composition(config, loader, files, given.most_cells)
        _ = composition.launcher  # what is wrong with it is said before anything trains
        yield composition


@contextmanager
def _searched(overrides: Words) -> Iterator[tuple[Words, ConfigLoader, ReadOnce]]:
    """Hydra, ready to compose `overrides`, which are checked."""
    wording.check(overrides)
    with hydra.initialize_config_dir(str(CONF), "folklore", version_base="1.3"), _one_line(overrides):
        _forget_launchers()
        loader = GlobalHydra.instance().config_loader()
        files = ReadOnce(loader.repository)  # type: ignore[attr-defined]  # the loader that there is has one
        loader.repository = files  # type: ignore[attr-defined]
        for override in OverridesParser.create(config_loader=loader).parse_overrides(overrides):
            overriding.check(override, files.group_exists)
        yield overrides, loader, files


def _forget_launchers() -> None:
    """Let Hydra forget plugins that are called like ours: it would take their entries for those that ours may have."""
    stored = ConfigStore.instance().repo["hydra"]["launcher"]
    for path in (CONF / "hydra" / "launcher").glob("*.yaml"):
        stored.pop(path.name, None)


def asked(node: HydraConf) -> Asked:
    """How a configuration was asked for; `node` is Hydra's own in it."""
    choices = dict(node.runtime.choices)
    sources = tuple(Path(source.path) for source in node.runtime.config_sources if source.schema == "file")
    # Not resolved: a word such as seeds=${epochs} looks at the cell, not at the sweep.
    words = OmegaConf.to_container(node.overrides.task)
    assert isinstance(words, list)
    return Asked(choices, tuple(words), str(choices["hydra/launcher"]), sources)


def answer(words: Sequence[str]) -> None:
    """Let Hydra answer `words` that ask it for information (`--cfg job`, `--help`, …)."""
    given = options.read(words)
    with _searched(_overrides(given)) as (overrides, _, _):  # what is wrong with a word, it would say in its own way
        if given.question != "--version":
            _compose(overrides)
    sys.argv = ["folklore run", *words]
    with redirect_stderr(StringIO()) as said:
        try:
            hydra.main(version_base="1.3", config_path=str(CONF), config_name="config")(_nothing)()
        except SystemExit as left:
            if left.code:
                raise BadWord(f"{given.question}: {(said.getvalue().strip().splitlines() or [''])[0]}") from None


def _nothing(config: DictConfig) -> None:
    """What is run where something was only asked."""


def _compose(overrides: Words) -> DictConfig:
    composer = GlobalHydra.instance().hydra
    assert composer is not None
    return composer.compose_config("config", overrides, RunMode.MULTIRUN)


def _overrides(given: Options) -> Words:
    """Hydra's overrides; a folder of the user's own is one of them, and is searched after conf/."""
    if given.config_dir is None:
        return given.words
    return strangers.searched(given.config_dir, given.words)


@contextmanager
def _one_line(overrides: Words) -> Iterator[None]:
    """Whatever Hydra has against a word, as a BadWord of one line that says what is allowed."""
    try:
        yield
    except MissingConfigException as error:
        group, _, level = str(error.missing_cfg_file).rpartition("/")
        if not group or error.options is None:
            raise BadWord(str(error).splitlines()[0]) from None
        raise BadWord(f"{group}={level}: there is no such {group}; {alternatives(level, error.options)}") from None
    except ConfigCompositionException as error:
        raise BadWord(_not_composed(overrides, str(error), error.__cause__)) from None
    except OverrideParseException as error:
        raise BadWord(wording.unreadable(str(error.override), error.message, _reads)) from None
    except OmegaConfBaseException as error:
        raise unresolved(error) from None
    except HydraException as error:
        raise BadWord(" ".join(str(error).split())) from None
    except ValueError as error:
        if not str(error).startswith("Config group override"):  # Hydra's own, for `optimizer=null`
            raise
        raise BadWord(str(error)) from None


def _reads(word: str) -> bool:
    try:
        OverridesParser.create().parse_override(word)
    except HydraException:
        return False
    return True


def _not_composed(overrides: Words, why: str, cause: BaseException | None) -> str:
    """What to say where a word changes what cannot be changed so; `why` is Hydra's message."""
    if merged := re.match("Error merging override (.*)", why):
        return f"{merged[1]}: {str(cause).splitlines()[0]}"
    if there := re.match(r"Could not append to config\D* '([\w./@]+)'", why):
        return f"+{there[1]}: it has a value already; the word without + changes it"
    if unknown := re.match(r"Could not (?:override|delete|find match)\D* '([\w./@]+)'", why):
        return _unknown(overrides, unknown[1])
    return " ".join(why.split())


def _unknown(overrides: Words, key: str) -> str:
    """What to say of a `key` that no configuration has: its neighbours in the one that the other words make."""
    try:
        config = _compose([word for word in overrides if not word.lstrip("+~").startswith(key)])
    except HydraException:
        return f"{key}: there is no such word"
    parent, _, last = key.rpartition(".")
    node = OmegaConf.select(config, parent) if parent else config
    names = [str(name) for name in node if name not in ("hydra", "_target_")] if isinstance(node, DictConfig) else []
    said = f"{key}: there is no such word; {alternatives(last, names)}"
    return f"{said}; +{key}=… adds an entry that the claim's file leaves out" if parent == "claim" and names else said
