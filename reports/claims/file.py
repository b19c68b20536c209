"""A claim's file, `conf/claim/NAME.yaml` or one in a folder of the user's own: read once, and checked.

A fault is named with its line, before anything trains.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from reports.claims import kinds
from reports.claims.claim import Claim
from reports.errors import ClaimError

HEADER = "# @package _global_"
Lines = dict[tuple[str, ...], int]


def read(path: Path) -> Claim:
    """The claim in the file `path`, whose stem is its name; a ClaimError if it cannot be swept and judged."""
    try:
        text = path.read_text(encoding="utf-8")
        node, content = yaml.compose(text, Loader=Loader), yaml.load(text, Loader=Loader)
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise ClaimError(f"{path.name}: cannot be read: {reason}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ClaimError(f"{path.name}{line}: not valid YAML ({getattr(error, 'problem', error)})") from None
    except (ValueError, RecursionError):
        raise ClaimError(f"{path.name}: not valid YAML (a number too long, or lists too deep)") from None
    check_header(path.name, text)
    if not isinstance(content, dict) or not isinstance(content.get("claim"), dict):
        raise ClaimError(f"{path.name}: it has no mapping `claim:`")
    lines = _lines(path.name, node)
    of_entries = {keys[1]: line for keys, line in lines.items() if len(keys) == 2 and keys[0] == "claim"}
    claim = kinds.claim({"name": path.stem, **content["claim"]}, path.name, of_entries)
    if claim.name != path.stem:
        raise ClaimError(
            f"{path.name}, line {of_entries['name']}: name is {claim.name!r}; it must be that of the file, {path.stem}"
        )
    if package(text) != "_global_":
        raise ClaimError(f"{path.name}, line {_line_of_header(text)} without it Hydra reads nothing of it")
    _check_sweep(path.name, claim, content, lines)
    return claim


class Loader(yaml.SafeLoader):
    """YAML as Hydra reads it: what looks like a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def check_header(name: str, text: str) -> None:
    """A ClaimError if the first lines of a file called `name` say something that Hydra takes for a faulty header."""
    for number, line in _header(text):
        if sum(map(bool, line.lstrip("#").split(" "))) != 2:
            raise ClaimError(f"{name}, line {number}: Hydra reads `{line}` as a header; one is written {HEADER}")


def package(text: str) -> str | None:
    """What the header says that a file is about: `_global_`, a config group; None if it says nothing."""
    words = [line.lstrip("#").split() for _, line in _header(text)]
    return {word[0]: word[1] for word in words if len(word) == 2}.get("@package")


def _header(text: str) -> list[tuple[int, str]]:
    """The lines that Hydra reads as a header, with their numbers: it stops at the first that is none."""
    lines = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line and not re.match(r"#\s*@", line):
            break
        if line:
            lines.append((number, line))
    return lines


def _line_of_header(text: str) -> str:
    """Where the header should be, and what is wrong with it."""
    if text.startswith("\ufeff"):
        return f"1: a byte order mark hides the line `{HEADER}`; save the file as UTF-8 without it, because"
    there = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*#\s*@package\b", line)]
    if there:
        return f"{there[0]}: `{HEADER}` must be the first line, above all comments and entries;"
    return f"1: the line `{HEADER}` is missing;"


def _lines(name: str, node: yaml.Node | None, above: tuple[str, ...] = ()) -> Lines:
    """The line of every entry of the mapping `node`, by its keys from the outermost in; a ClaimError if one is twice.

    name     the file's name
    above    the keys that `node` stands under
    """
    lines: Lines = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        keys, line = (*above, str(key.value)), key.start_mark.line + 1
        if keys in lines:
            raise ClaimError(f"{name}, line {line}: {keys[-1]} stands twice, first in line {lines[keys]}")
        lines[keys] = line
        lines |= _lines(name, value, keys)
    return lines


def _check_sweep(name: str, claim: Claim, content: dict[str, Any], lines: Lines) -> None:
    """A ClaimError unless `hydra.sweeper.params` sweeps data sets, all levels that take part, and what else is named.

    The data sets may also be those of a suite that the file's `defaults` name.
    """
    keys = ("hydra", "sweeper", "params")
    params: Any = content
    for key in keys:
        params = params.get(key) if isinstance(params, dict) else None
    if not isinstance(params, dict):
        raise ClaimError(f"{name}: it has no mapping `hydra: sweeper: params:`, which says what is swept")
    suite = any("suite" in str(entry) for entry in content.get("defaults") or ())
    for word in ("dataset", claim.factor, *claim.swept):
        if word not in params and not (word == "dataset" and suite):
            raise ClaimError(f"{name}, line {lines[keys]}: hydra.sweeper.params does not sweep {word}")
    swept = {word: values(params[word]) for word in (claim.factor, *claim.swept)}
    where, levels = f"{name}, line {lines[(*keys, claim.factor)]}", swept[claim.factor]
    if absent := [level for level in claim.levels if level not in levels]:
        raise ClaimError(f"{where}: hydra.sweeper.params.{claim.factor} lacks {absent[0]}, which the claim is about")
    if more := [level for level in levels if level not in claim.levels]:
        raise ClaimError(f"{where}: {more[0]} is swept, but the claim does not name it")
    if fault := claim.fault_of_sweep(swept):
        raise ClaimError(f"{name}, line {lines[(*keys, fault.entry)]}: {fault}")


def values(words: object) -> list[str]:
    """What a sweep's `a,b` or `[8],[16,16]` lists."""
    return [word.strip() for word in re.split(r",(?![^\[\]]*\])", str(words))]
