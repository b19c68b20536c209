"""Files that the user may not have written: claims and levels in a folder of `--config-dir`.

Such a file is data. It may say what a claim, its sweep and a level need, and nothing else: no command, no resolver, no
place where results go. That is checked before Hydra, which would act on more, sees any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from harness.cells.cell import Training
from harness.cells.levels import OPTIONAL, ROOMS, own_folder
from harness.errors import BadWord
from reports.claims import file
from reports.errors import ReportError
from reports.text import listed

LAUNCHERS = ("basic", "joblib")
GROUPS = frozenset(ROOMS) - {"tracking"} | {*OPTIONAL}  # files of the latter say something of several groups
WORDS = frozenset(field.name for field in fields(Training))
LARGEST = 1 << 16  # bytes of a file
DEEPEST = 50  # lists and mappings in one another
REFERENCE = re.compile(r"\$\{(\w+)[\w.]*\}")


def check(folder: Path) -> None:
    """A BadWord that names the entry, if a file in `folder` says what none from elsewhere may say."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_dir():
            if path.is_symlink():
                raise _refused(name, "links to folders", "put the files themselves there", str(name))
        elif path.suffix.lower() in (".yaml", ".yml"):
            if name.parts[0] not in GROUPS or len(name.parts) != 2:
                raise _refused(name, "files", f"only those of {listed(sorted(GROUPS))} are read from there", str(name))
            _check_file(path, name, name.parts[0])


def searched(folder: Path, words: Sequence[str]) -> list[str]:
    """`words` and the one by which Hydra searches the user's `folder`, too, after conf/; checked."""
    if any(word.lstrip("+").startswith("hydra.searchpath=") for word in words):
        raise BadWord("hydra.searchpath: with --config-dir there is one folder of your own already")
    check(own_folder(folder))
    place = str(folder.resolve()).replace("\\", "\\\\").replace("'", "\\'")
    return [f"hydra.searchpath=['file://{place}']", *words]


def _check_file(path: Path, name: Path, group: str) -> None:
    text = _text(path, name)
    try:
        aliases = _has_aliases(text)
        content = None if aliases else yaml.load(text, Loader=file.Loader)
        file.check_header(str(name), text)
    except ReportError as error:
        raise BadWord(f"--config-dir: {error}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or "a number too long, or lists too deep"
        raise BadWord(f"--config-dir: {name}{line}: not valid YAML ({reason})") from None
    if aliases:
        raise _refused(name, "aliases", "write out what they stand for", "*")
    _check_texts(name, content)
    found = (re.match(r"\s*#\s*@package\s+(\S+)", line) for line in text.splitlines())
    packages = {match[1] for match in found if match}
    allowed = {group, "_global_"} if group in OPTIONAL else {group}
    if strange := sorted(packages - allowed):
        raise _refused(name, "packages", "it can only say something of its own group", f"@package {strange[0]}")
    if isinstance(content, Mapping):
        own = {"defaults": content.get("defaults", []), group: content}
        _check_entries(name, content if "_global_" in packages else own)


def _has_aliases(text: str) -> bool:
    """Does it refer to what it said before? A ValueError if it is nested too deep to be read in a second."""
    depth = 0
    for event in yaml.parse(text, file.Loader):
        if isinstance(event, yaml.AliasEvent):
            return True
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ValueError
    return False


def _text(path: Path, name: Path) -> str:
    """What stands in it; a BadWord if it is no file of a reasonable size."""
    if not path.is_file():
        raise BadWord(f"--config-dir: {name} is no file")
    if path.stat().st_size > LARGEST:
        raise _refused(name, "size", f"a claim or a level takes less than {LARGEST:,} bytes", "")
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise BadWord(f"--config-dir: {name}: it is not UTF-8 text") from None


def _check_texts(name: Path, content: Any) -> None:
    for value in _texts(content):
        rest = REFERENCE.sub(lambda found: "" if found[1] in GROUPS | WORDS else found[0], value)
        if re.search(r"\$\\*\{", rest):  # Hydra takes the backslash away
            raise _refused(name, "interpolations", "write the value, or refer to another word as ${epochs}", value)


def _check_entries(name: Path, content: Mapping[str, Any]) -> None:
    for key, value in content.items():
        if key == "defaults":
            _check_defaults(name, value)
        elif key == "hydra":
            _check_hydra(name, value)
        elif key not in GROUPS | WORDS:
            raise _refused(name, "entries", f"it may say something of {listed(sorted(GROUPS | WORDS))}", str(key))


def _check_defaults(name: Path, defaults: Any) -> None:
    for entry in defaults if isinstance(defaults, list) else [defaults]:
        choices = entry if isinstance(entry, Mapping) else {str(entry): ""}
        for group, level in choices.items():
            chosen = re.sub(r"^(optional |override )+", "", str(group)).lstrip("/")
            if chosen == "hydra/launcher":
                if level not in LAUNCHERS:
                    raise _refused(name, "launchers", f"allowed: {listed(LAUNCHERS)}", f"{group}: {level}")
            elif chosen not in GROUPS | {"_self_"} or not re.fullmatch(r"\w*", str(level)):
                raise _refused(name, "defaults", "only levels of our groups, by name", f"{group}: {level}")


def _check_hydra(name: Path, node: Any) -> None:
    """Of Hydra's own node, the sweep and nothing else."""
    for outer, inner in node.items() if isinstance(node, Mapping) else [(str(node), None)]:
        for key in inner if isinstance(inner, Mapping) else [""]:
            if (outer, key) != ("sweeper", "params"):
                where = ".".join(filter(None, ("hydra", str(outer), str(key))))
                raise _refused(name, "entries of Hydra", "only hydra.sweeper.params, which is what is swept", where)
    params = node["sweeper"]["params"] if isinstance(node, Mapping) and node else {}
    for word, value in params.items() if isinstance(params, Mapping) else []:
        if "$" in REFERENCE.sub("", str(value)):  # it is read as on the command line, where quotes and backslashes go
            raise _refused(name, "interpolations", "write the value", str(value))
        if re.split(r"[.@/]", str(word).lstrip("+~"), maxsplit=1)[0] not in GROUPS | WORDS:
            raise _refused(name, "swept words", f"it may sweep {listed(sorted(GROUPS | WORDS))}", str(word))


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)
    elif isinstance(content, str):
        yield content


def _refused(name: Path, what: str, allowed: str, entry: str) -> BadWord:
    shown = entry if len(entry) <= 60 else entry[:59] + "…"
    return BadWord(f"--config-dir: {name} has {what} that a file from elsewhere may not have ({shown}): {allowed}")
