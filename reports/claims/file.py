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
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise ClaimError(f"{path.name}: cannot be read: {reason}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ClaimError(f"{path.name}{line}: not valid YAML ({getattr(error, 'problem', error)})") from None
    if not isinstance(content, dict) or not isinstance(content.get("claim"), dict):
        raise ClaimError(f"{path.name}: it has no mapping `claim:`")
    lines = _lines(path.name, node)
    of_entries = {keys[1]: line for keys, line in lines.items() if len(keys) == 2 and keys[0] == "claim"}
    claim = kinds.claim({"name": path.stem, **content["claim"]}, path.name, of_entries)
    if claim.name != path.stem:
        raise ClaimError(
            f"{path.name}, line {of_entries['name']}: name is {claim.name!r}; it must be that of the file, {path.stem}"
        )
    if HEADER not in text.splitlines():
        raise ClaimError(f"{path.name}, line 1: the line `{HEADER}` is missing; without it Hydra reads nothing of it")
    _check_sweep(path.name, claim, content, lines)
    return claim


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
