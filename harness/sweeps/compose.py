"""Drives Hydra: words of the command line in, what came of their cells out; and Hydra's errors as one line each."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import hydra as hydra_package
from hydra import version
from hydra._internal.callbacks import Callbacks
from hydra._internal.config_repository import ConfigRepository
from hydra._internal.hydra import Hydra
from hydra._internal.utils import create_config_search_path, get_args_parser
from hydra.core.config_search_path import ConfigSearchPath, SearchPathQuery
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import (
    ConfigCompositionException,
    HydraException,
    MissingConfigException,
    OverrideParseException,
)
from hydra.plugins.config_source import ConfigResult
from hydra.types import HydraContext, RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from harness.cells import claim as claims
from harness.cells.levels import own_folder
from harness.errors import BadWord, alternatives
from harness.paths import CONF
from harness.sweeps import sweep as sweeps
from harness.sweeps.job import job

INFORMATION = ("help", "hydra_help", "version", "cfg", "info", "shell_completion")


def sweep(words: list[str], plan_only: bool = False) -> sweeps.Sweep:
    """Compose, check, train and record all cells that `words` (Hydra's overrides and options) ask for.

    One cell is a sweep of one: whether the words hold `-m` makes no difference. `plan_only` trains nothing.
    """
    with _composed(words) as (config, context):
        return sweeps.run(config, context, plan_only)


def look(words: list[str]) -> sweeps.Sweep:
    """Compose and check the same cells, and leave no trace of it."""
    with _composed(words) as (config, context):
        return sweeps.look(config, context)


def claim(words: list[str]) -> dict[str, Any]:
    """The entries of the claim that `words` name, as they change it."""
    with _composed(words) as (config, _):
        return claims.claim(config, config.hydra) or {}


@contextmanager
def _composed(words: list[str]) -> Iterator[tuple[DictConfig, HydraContext]]:
    """The configuration that `words` make, and what Hydra composes its cells with."""
    version.setbase("1.3")
    arguments = get_args_parser().parse_args(words)
    path = _search_path(arguments.config_dir)
    hydra = Hydra.create_main_hydra2("folklore", path)
    hydra.config_loader.repository = _ReadOnce(path)  # type: ignore[attr-defined]
    try:
        with _one_line(hydra, arguments.overrides):
            config = hydra.compose_config("config", arguments.overrides, RunMode.MULTIRUN)
            yield config, HydraContext(hydra.config_loader, Callbacks(config))
    finally:
        GlobalHydra.instance().clear()


def is_question(words: list[str]) -> bool:
    """Do `words` ask Hydra for information (`--cfg job`, `--help`, …) instead of a run?"""
    arguments = get_args_parser().parse_args(words)
    return any(getattr(arguments, name, None) for name in INFORMATION)


def answer(words: list[str]) -> None:
    """Let Hydra answer such a question."""
    sys.argv = ["folklore run", *words]
    hydra_package.main(version_base="1.3", config_path=str(CONF), config_name="config")(job)()


class _ReadOnce(ConfigRepository):
    """Hydra's files, each read once and not once per cell: composing a cell takes a third less time.

    Every composition has copies of its own, because Hydra puts what it reads into the configuration that it makes, and
    then changes it there: of a shared one, a `+word` would be there already when the next cell adds it.
    """

    def __init__(self, path: ConfigSearchPath) -> None:
        super().__init__(path)
        self.read: dict[str, ConfigResult | None] = {}

    def load_config(self, config_path: str) -> ConfigResult | None:
        if config_path not in self.read:
            self.read[config_path] = super().load_config(config_path)
        found = self.read[config_path]
        return found and replace(found, config=deepcopy(found.config))

    def __deepcopy__(self, memo: object) -> _ReadOnce:
        return self  # Hydra copies its repository for every cell; nobody changes it here


def _search_path(config_dir: str | None) -> ConfigSearchPath:
    """conf/, and behind it a folder of the user's own if there is one, as Hydra has it."""
    path = create_config_search_path(str(CONF))
    if config_dir is not None:
        own = own_folder(Path(config_dir))
        path.prepend("command-line", f"file://{own.resolve()}", SearchPathQuery(provider="schema"))
    return path


@contextmanager
def _one_line(hydra: Hydra, overrides: list[str]) -> Iterator[None]:
    """Whatever Hydra has against a word, as a BadWord of one line that says what is allowed."""
    try:
        yield
    except MissingConfigException as error:
        group, _, level = str(error.missing_cfg_file).rpartition("/")
        if not group or error.options is None:
            raise BadWord(str(error).splitlines()[0]) from None
        raise BadWord(f"{group}={level}: there is no such {group}; {alternatives(level, error.options)}") from None
    except ConfigCompositionException as error:
        if there := re.match(r"Could not append to config\D* '([\w./@]+)'", str(error)):
            raise BadWord(f"+{there[1]}: it has a value already; the word without + changes it") from None
        unknown = re.match(r"Could not (?:override|delete|find match)\D* '([\w./@]+)'", str(error))
        if unknown is None:
            raise BadWord(" ".join(str(error).split())) from None
        raise BadWord(_unknown(hydra, overrides, unknown[1])) from None
    except OverrideParseException as error:
        raise BadWord(f"{error.override}: Hydra cannot read this word ({error.message.splitlines()[0]})") from None
    except (HydraException, OmegaConfBaseException) as error:
        raise BadWord(" ".join(str(error).split())) from None
    except ValueError as error:
        if not str(error).startswith("Config group override"):  # Hydra's own, for `optimizer=null`
            raise
        raise BadWord(str(error)) from None


def _unknown(hydra: Hydra, overrides: list[str], key: str) -> str:
    """What to say of a `key` that no configuration has: its neighbours in the one that the other words make."""
    others = [word for word in overrides if not word.lstrip("+~").startswith(key)]
    try:
        config = hydra.compose_config("config", others, RunMode.MULTIRUN, with_log_configuration=False)
    except HydraException:
        return f"{key}: there is no such word"
    parent, _, last = key.rpartition(".")
    node = OmegaConf.select(config, parent) if parent else config
    names = [str(name) for name in node if name not in ("hydra", "_target_")] if isinstance(node, DictConfig) else []
    said = f"{key}: there is no such word; {alternatives(last, names)}"
    return f"{said}; +{key}=… adds an entry that the claim's file leaves out" if parent == "claim" and names else said
