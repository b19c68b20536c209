"""What words mean, by Hydra. The only file that imports it; what it has against a word comes out as one line."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import hydra
from hydra._internal.callbacks import Callbacks  # private; but a HydraContext needs one, and nothing public makes it
from hydra.conf import HydraConf
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, Quote, QuotedString
from hydra.core.plugins import Plugins
from hydra.errors import (
    ConfigCompositionException,
    HydraException,
    MissingConfigException,
    OverrideParseException,
)
from hydra.types import HydraContext, RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from harness.cells import strangers
from harness.cells.asked import Asked
from harness.cells.composed import Composed
from harness.cells.levels import own_folder
from harness.errors import BadWord, alternatives
from harness.paths import CONF
from harness.sweeps import options, parts
from harness.sweeps.options import Options
from harness.sweeps.read_once import ReadOnce

Words = list[str]
MOST_CELLS = 100_000  # they take a minute to compose, and weeks to train


@dataclass(frozen=True)
class Composition:
    """What the words of a sweep compose to.

    config     of the whole sweep
    context    what its cells are composed and launched with
    files      Hydra's
    """

    config: DictConfig
    context: HydraContext
    files: ReadOnce

    @property
    def asked(self) -> Asked:
        """How the sweep was asked for."""
        return asked(self.config.hydra)

    @property
    def folder(self) -> Path:
        """Where jobs say how far they are."""
        return Path(self.config.hydra.sweep.dir)

    @property
    def processes(self) -> int:
        """How many processes the launcher starts; joblib's −1 is one per processor."""
        asked = self.config.hydra.launcher.get("n_jobs")
        number = 1 if asked is None else int(asked)
        return max(1, (os.cpu_count() or 1) + 1 + number) if number < 0 else number

    def batches(self) -> list[list[Words]]:
        """Every cell's words: all combinations of hydra.sweeper.params and the command line, which has the last word.

        In batches of hydra.sweeper.max_batch_size, which are launched one after the other.
        """
        sweeper = self.config.hydra.sweeper
        if not str(sweeper._target_).endswith(".BasicSweeper"):
            raise BadWord(f"hydra/sweeper={sweeper._target_}: only all combinations (basic) can be paired")
        fixed = [f"{key}={value}" for key, value in (sweeper.params or {}).items()]
        parser = OverridesParser.create(config_loader=self.context.config_loader)
        overrides = parser.parse_overrides([*fixed, *self.asked.words])
        for override in overrides:
            if isinstance(override.value(), dict) and self.files.group_exists(override.key_or_group):
                raise BadWord(f"{override.input_line}: it would replace the level; {_one_by_one(override)} changes it")
        by_key = {override.get_key_element(): _values(override) for override in overrides}
        if (many := prod(map(len, by_key.values()))) > MOST_CELLS:
            raise BadWord(
                f"{many:,} cells are more than one sweep takes ({MOST_CELLS:,}); sweep fewer values at a time"
            )
        cells = [list(words) for words in dict.fromkeys(product(*by_key.values()))]
        size = len(cells) if sweeper.max_batch_size is None else int(sweeper.max_batch_size)
        if size < 1:
            raise BadWord(f"hydra.sweeper.max_batch_size must be at least 1, not {size}")
        return [cells[start : start + size] for start in range(0, len(cells), size)]

    def cells(self, sweep: Sequence[Words]) -> tuple[list[Composed], str]:
        """The compositions of the cells of a `sweep`, and why Hydra had to make each of them; "" if it had not."""
        return parts.cells(sweep, self._cell, self.files)

    def launch(self, chunks: Sequence[Sequence[Words]], task: Callable[[int], Any]) -> list[Any]:
        """Have Hydra's launcher call `task` with the number of every chunk; what the calls returned.

        chunks    in batches, which are launched one after the other: the words of one cell of each chunk
        """
        context = HydraContext(_Launched(), self.context.callbacks)  # type: ignore[arg-type]  # all that launchers use
        launcher = Plugins.instance().instantiate_launcher(
            hydra_context=context, task_function=partial(_numbered, task), config=self.config
        )
        ended: list[Any] = []
        for batch in chunks:
            ended += launcher.launch(batch, initial_job_idx=len(ended))
        return [job.return_value for job in ended]

    def _cell(self, words: Words) -> tuple[DictConfig, Asked]:
        """The configuration of the cell that `words` mean, and how it was asked for."""
        config = self.context.config_loader.load_sweep_config(self.config, list(words))
        return config, asked(config.hydra)


class _Launched:
    """What a launcher asks for the configuration of a job: of Hydra's own node in it, all jobs have the sweep's.

    (What its cells are composed of, a job is told by its task.)
    """

    def load_sweep_config(self, master_config: DictConfig, sweep_overrides: Words) -> DictConfig:
        return deepcopy(master_config)


@contextmanager
def composed(words: Sequence[str]) -> Iterator[Composition]:
    """What `words`, Hydra's overrides and options, compose to.

    A BadWord if they compose to nothing, and for whatever else Hydra has against one of them while the block runs.
    """
    given = options.read(words)
    if given.question:
        raise BadWord(f"{given.question}: folklore run answers it, without a claim")
    overrides = _overrides(given)
    with hydra.initialize_config_dir(str(CONF), "folklore", version_base="1.3"), _one_line(overrides):
        loader = GlobalHydra.instance().config_loader()
        files = ReadOnce(loader.repository)  # type: ignore[attr-defined]  # the loader that there is has one
        loader.repository = files  # type: ignore[attr-defined]
        config = _compose(overrides)
        if config.hydra.job.chdir:
            raise BadWord("hydra.job.chdir=true: cells are trained in the folder where the command is called")
        composition = Composition(config, HydraContext(loader, Callbacks(config)), files)
        if composition.processes == 0:
            raise BadWord("hydra.launcher.n_jobs=0: it must be at least 1, or -1 for one per processor")
        yield composition


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
    sys.argv = ["folklore run", *words]
    hydra.main(version_base="1.3", config_path=str(CONF), config_name="config")(_nothing)()


def _nothing(config: DictConfig) -> None:
    """What is run where something was only asked."""


def _numbered(task: Callable[[int], Any], config: DictConfig) -> Any:
    """A job, which Hydra numbers in its own node and not in the job's `config`."""
    return task(int(HydraConfig.get().job.num))


def _compose(overrides: Words) -> DictConfig:
    composer = GlobalHydra.instance().hydra
    assert composer is not None
    return composer.compose_config("config", overrides, RunMode.MULTIRUN)


def _overrides(given: Options) -> Words:
    """Hydra's overrides; a folder of the user's own is one of them, and is searched after conf/."""
    if given.config_dir is None:
        return given.words
    if any(word.lstrip("+").startswith("hydra.searchpath=") for word in given.words):
        raise BadWord("hydra.searchpath: with --config-dir there is one folder of your own already")
    strangers.check(own_folder(given.config_dir))
    place = QuotedString(f"file://{own_folder(given.config_dir).resolve()}", Quote.single).with_quotes()
    return [f"hydra.searchpath=[{place}]", *given.words]


def _one_by_one(override: Override) -> str:
    """The words for the entries of `optimizer={lr:0.1}`."""
    entries = override.value()
    assert isinstance(entries, dict)
    return " ".join(f"{override.key_or_group}.{key}={value}" for key, value in entries.items())


def _values(override: Override) -> Words:
    """The words that `override` stands for: one for every value that it sweeps over."""
    key = override.get_key_element()
    if not override.is_sweep_override():
        return [f"{key}={override.get_value_element_as_str()}"]
    if key == "suite":
        raise BadWord(f"{override.input_line}: one suite at a time; more data sets go in dataset=a,b,c")
    if not override.is_discrete_sweep():
        raise BadWord(f"{override.input_line}: only values that are listed can be swept, as in {key}=a,b")
    return [f"{key}={value}" for value in override.sweep_string_iterator()]


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
        if there := re.match(r"Could not append to config\D* '([\w./@]+)'", str(error)):
            raise BadWord(f"+{there[1]}: it has a value already; the word without + changes it") from None
        unknown = re.match(r"Could not (?:override|delete|find match)\D* '([\w./@]+)'", str(error))
        if unknown is None:
            raise BadWord(" ".join(str(error).split())) from None
        raise BadWord(_unknown(overrides, unknown[1])) from None
    except OverrideParseException as error:
        raise BadWord(_unreadable(str(error.override), error.message.splitlines()[0])) from None
    except (HydraException, OmegaConfBaseException) as error:
        raise BadWord(" ".join(str(error).split())) from None
    except ValueError as error:
        if not str(error).startswith("Config group override"):  # Hydra's own, for `optimizer=null`
            raise
        raise BadWord(str(error)) from None


def _unreadable(word: str, why: str) -> str:
    """What to say of a word that Hydra cannot read: its value in quotes, as it is typed, if that helps."""
    key, _, value = word.partition("=")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    if not value or value[0] in "[{\"'":
        return f"{word}: Hydra cannot read this word ({why})"
    typed = shlex.quote(f'{key}="{quoted}"')
    return f"{word}: Hydra cannot read this word; in quotes it can: {typed}"


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
