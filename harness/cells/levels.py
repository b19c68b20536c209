"""Levels: what a yaml of conf/ says, checked and typed as the record that its class is."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException, ValidationError

from datasets.dataset import DatasetError
from harness.errors import BadWord, alternatives
from harness.paths import CONF

# Which package the classes of a config group come from. A configuration is data that may come from a stranger:
# nothing else is ever imported for it.
ROOMS = {
    "dataset": "datasets",
    "features": "models",
    "model": "models",
    "activation": "models",
    "init": "models",
    "loss": "models",
    "optimizer": "models",
    "schedule": "models",
    "decay": "models",
    "clipping": "models",
    "split": "harness.sampling",
    "tuning": "harness.sampling",
    "tracking": "harness.store",
}

WORD, WORDS = "a word", "a list of names, like [a,b]"
OPTIONAL = ("claim", "suite", "recipe")  # groups of which a cell needs no level
NAME = re.compile(r"\w[\w -]*")


def files(group: str, own: Path | None = None) -> dict[str, Path]:
    """Level → its file, for a config group; of a folder of the user's `own`, too."""
    folders = [CONF, own] if own else [CONF]
    return {path.stem: path for folder in folders for path in (folder / group).glob("*.yaml")}


def own_folder(folder: Path) -> Path:
    """The user's `folder` of claims and levels; a BadWord if there is none, or if a file has a name it cannot have.

    Hydra would take the file of conf/ that has the same name, or find none, and say nothing.
    """
    if not folder.is_dir():
        raise BadWord(f"--config-dir {folder}: there is no such folder")
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder)
        if (CONF / name).is_file():
            raise BadWord(
                f"--config-dir {folder}: {name} has a name that this project has already; call it something else"
            )
        if path.suffix != ".yaml" or not NAME.fullmatch(path.stem) or path.stem == "all":
            raise BadWord(
                f"--config-dir {folder}: {name}: a file is called NAME.yaml, and NAME may hold letters, digits, "
                f"spaces, _ and -, and is not all"
            )
    return folder


def level(group: str, node: Any, package: str = "") -> Any:
    """The object that the yaml of one level describes.

    package    that its class is of, for what is no part of a cell
    """
    package = package or ROOMS[group]
    if not isinstance(node, DictConfig) or "_target_" not in node:
        raise BadWord(f"{group}: it must name a level of conf/{group.replace('.', '/')}")
    target = str(node["_target_"])
    module, _, name = target.rpartition(".")
    if not _within(package, module):
        raise BadWord(f"{group}._target_={target}: only classes of the package {package} are allowed")
    try:
        cls = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        raise BadWord(f"{group}._target_={target}: there is no such class") from None
    # A package may export the class from a file of its own; one of another room is none of the group's.
    if not (isinstance(cls, type) and is_dataclass(cls) and _within(package, cls.__module__)):
        raise BadWord(f"{group}._target_={target}: this is no level of a configuration")
    for key in map(str, node):
        if OmegaConf.is_missing(node, key):
            raise BadWord(f"{group}.{key}: this word must be given, as {group}.{key}=…")
    entries = {str(key): node[key] for key in node if key not in ("_target_", "search")}
    return typed(cls, entries, group + ".")


def _within(package: str, module: str) -> bool:
    """Is `module` the package itself, or one inside it?"""
    return module == package or module.startswith(package + ".")


def typed(cls: type, entries: Mapping[str, Any], where: str) -> Any:
    """cls(**entries) with every entry converted to its field's type; a BadWord if one of them cannot be used.

    where    begins the names in messages

    A class refuses a value by a ValueError that begins with the name of its field, or a data set by a DatasetError. Any
    other ValueError is a fault of the class, not of a word, and goes through.
    """
    known = [field.name for field in fields(cls)]
    for key in entries:
        if key not in known:
            raise BadWord(f"{where}{key}: there is no such entry; {alternatives(key, known)}")
        wanted = _wanted(cls, key)
        # `true` and `1.50` were typed, and True and 1.5 would be looked for.
        if wanted in (WORD, WORDS) and any(isinstance(one, bool | float) for one in _each(entries[key])):
            raise BadWord(f"{where}{key}={_shown(entries[key])}: it must be {wanted}; in quotes it can be this one")
    try:
        # Not OmegaConf.structured(cls), which would take the S of an Optimizer[S] for the types of a dictionary.
        return OmegaConf.to_object(OmegaConf.merge(DictConfig(cls), dict(entries)))
    except ValidationError as error:
        key = str(error.full_key).partition("[")[0]
        raise BadWord(f"{where}{key}={_shown(entries[key])}: it must be {_wanted(cls, key)}") from None
    except ValueError as error:
        if not isinstance(error, DatasetError) and re.split(r"\W", str(error))[0] not in known:
            raise
        raise BadWord(where + str(error)) from None


def unresolved(error: OmegaConfBaseException) -> BadWord:
    """What OmegaConf has against a value that looks at others, in one line."""
    reason = str(error.msg or error).splitlines()[0]
    return BadWord(f"{error.full_key}: {reason}" if error.full_key else reason)


def _each(value: Any) -> list[Any]:
    return list(value) if OmegaConf.is_list(value) or isinstance(value, list) else [value]


def _shown(value: Any) -> str:
    """A value as it is typed."""
    plain = OmegaConf.to_container(value) if OmegaConf.is_config(value) else value
    typed = {None: "null", True: "true", False: "false"}
    return typed[plain] if plain is None or isinstance(plain, bool) else str(plain)


def _wanted(cls: type, key: str) -> str:
    kind = next(str(field.type) for field in fields(cls) if field.name == key)
    words = {
        "int": "a whole number",
        "int | None": "a whole number, or null",
        "float": "a number",
        "str": WORD,
        "bool": "true or false",
        "list[int]": "a list of whole numbers, like [64,64]",
        "list[float]": "a list of numbers, like [0.5,0.75]",
        "list[str]": WORDS,
    }
    return words.get(kind, kind)
