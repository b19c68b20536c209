"""Hydra's files, each read once and not once per cell: composing a cell takes less time."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from omegaconf import OmegaConf

from harness.paths import CONF

EMPTY = pickle.dumps(OmegaConf.create({}))

# What was read in conf/, for all compositions of this process: nothing that is searched later can stand before it.
_ours: dict[str, Any] = {}


class ReadOnce:
    """Stands in front of Hydra's repository of files, and answers a second time from memory.

    Every composition has copies of its own, because Hydra puts what it reads into the configuration that it makes, and
    then changes it there: of a shared one, a `+word` would be there already when the next cell adds it. What was read
    is kept pickled, because unpickling takes a tenth of the time that a deepcopy takes.

    (Hydra's repository is typed Any because its class belongs to Hydra alone; what is not named here goes to it.)
    """

    def __init__(self, repository: Any) -> None:
        self.repository = repository
        self.folders: list[str] | None = None
        self.read: dict[str, Any] = {}  # None where there is no such file

    def load_config(self, config_path: str) -> Any:
        """The file `config_path`, such as optimizer/adam; None if there is none."""
        if config_path not in self.read:
            self.read[config_path] = _ours.get(config_path) or self._load(config_path)
        result = self.read[config_path]
        return result and replace(result, config=pickle.loads(result.config))

    def content(self, config_path: str) -> Any:
        """What stands in the file."""
        return self.load_config(config_path).config

    def stands_alone(self, config_path: str, group: str) -> bool:
        """Does the file exist, write under the name of its `group` only, and bring no other files with it?"""
        result = self.load_config(config_path)
        return bool(
            result
            and OmegaConf.is_dict(result.config)
            and not result.defaults_list
            and result.header.get("package") in (None, group)
        )

    def choose_by_interpolation(self) -> bool:
        """Does any of the files that were read choose another one by an interpolation?"""
        chosen = [entry for result in self.read.values() if result for entry in result.defaults_list or ()]
        return any("${" in str(value) for entry in chosen for value in vars(entry).values())

    @contextmanager
    def emptied(self, config_paths: Iterable[str]) -> Iterator[None]:
        """While the block runs, these files are there, and say nothing."""
        full = {path: self.read[path] for path in config_paths}
        self.read |= {path: replace(result, config=EMPTY) for path, result in full.items()}
        try:
            yield
        finally:
            self.read |= full

    def initialize_sources(self, config_search_path: Any) -> None:
        """Search these folders. Hydra asks for it at every composition, as a rule for the same ones again."""
        folders = [str(part) for part in config_search_path.get_path()]
        if folders != self.folders:
            self.folders, self.read = folders, {}
            self.repository.initialize_sources(config_search_path)

    def _load(self, config_path: str) -> Any:
        result = self.repository.load_config(config_path)
        if result is None:
            return None
        kept = replace(result, config=pickle.dumps(result.config))
        if result.path == f"file://{CONF}":
            _ours[config_path] = kept
        return kept

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # pickle asks before there is a repository
            raise AttributeError(name)
        return getattr(self.repository, name)

    def __deepcopy__(self, memo: object) -> ReadOnce:
        return self  # Hydra copies its repository for every cell; nobody changes it here
