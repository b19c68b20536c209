"""The cells of a sweep, put together from parts: a sweep costs a composition per level, not one per cell.

What stands under a name of the configuration, such as `optimizer`, depends on the words about that name alone, if
nothing else can reach it. That is known, not hoped for, where

* what is swept are plain words: no `+`, `~`, `@` or nested group, and nothing of Hydra's own;
* the files of a swept group write under the group's name only, and bring no other files with them;
* no file chooses another one by an interpolation, and no value of the configuration is one that looks at others.

Then Hydra composes the first cell without its swept levels, and one more for every further value of a swept word. A
level's file is taken as it stands, where nobody else writes under its group. Of any other sweep Hydra composes every
cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from omegaconf import DictConfig, OmegaConf

from harness.cells.asked import Asked
from harness.cells.composed import Composed, Part
from harness.sweeps.read_once import ReadOnce

Words = list[str]
Compose = Callable[[Words], tuple[DictConfig, Asked]]
Places = tuple[int, ...]  # of words among those of a cell
Chosen = tuple[str, ...]  # the words there

PLAIN_KEY = re.compile(r"[A-Za-z_]\w*(\.\w+)*")
FROM_ENVIRONMENT = re.compile(r"\$\{oc\.env:[^${}]*\}")  # an interpolation that looks at no other value
PLAIN_LEVEL = re.compile(r"\w+")
LOOKS = "a value of the configuration looks at others"


class Dependent(Exception):
    """Why the parts of a sweep cannot be told apart."""


def cells(sweep: Sequence[Words], compose: Compose, files: ReadOnce) -> tuple[list[Composed], str]:
    """The compositions of all cells of a `sweep`, and why Hydra had to make each of them; "" if it had not.

    sweep      the words of every cell, about the same keys in the same order
    compose    Hydra
    files      those that it reads
    """
    try:
        parts = _Parts.of(sweep, compose, files)
    except Dependent as reason:
        return [Composed.of(*compose(words)) for words in sweep], str(reason)
    return [parts.cell(words) for words in sweep], ""


@dataclass(frozen=True)
class _Parts:
    """The parts of a sweep.

    base      the composition of its first cell
    varied    name that swept words are about → where all words about it stand, and its parts by these words
    groups    those of the names that are config groups → where the word stands that chooses the level
    """

    base: Composed
    varied: Mapping[str, tuple[Places, Mapping[Chosen, Part]]]
    groups: Mapping[str, int]

    @classmethod
    def of(cls, sweep: Sequence[Words], compose: Compose, files: ReadOnce) -> _Parts:
        """Compose them; Dependent if they are not independent of each other."""
        first = sweep[0]
        swept = [at for at, words in enumerate(zip(*sweep, strict=True)) if len(set(words)) > 1]
        groups = {key: at for at in swept if files.group_exists(key := _plain_key(first[at]))}
        levels = {f"{group}/{_plain_level(words[at])}": group for group, at in groups.items() for words in sweep}
        for path, group in levels.items():
            if not files.stands_alone(path, group):
                raise Dependent(f"{path} may say something that is not about {group}")
        about = {name: _about(name, first) for name in dict.fromkeys(_name(first[at]) for at in swept)}
        # Nobody but its levels may write under the name of such a group; whether somebody does is seen without them.
        bare = {group for group, at in groups.items() if about[group] == (at,)}
        with files.emptied([path for path, group in levels.items() if group in bare]):
            config, asked = compose(first)
        if files.choose_by_interpolation():
            raise Dependent("a file chooses another one by an interpolation")
        if about and _interpolated(config):
            raise Dependent(LOOKS)
        varied: dict[str, tuple[Places, dict[Chosen, Part]]] = {}
        for name, places in about.items():
            chosen = list(dict.fromkeys(_chosen(words, places) for words in sweep))
            if name in bare and _is_empty(config[name]):
                configs = [OmegaConf.create({name: files.content(f"{name}/{_level(word)}")}) for (word,) in chosen]
            else:
                configs = [compose(_with(first, places, words))[0] for words in chosen]
            if any(map(_interpolated, configs)):
                raise Dependent(LOOKS)
            varied[name] = (places, {words: Part(name, one[name]) for words, one in zip(chosen, configs, strict=True)})
        base = Composed.of(config, asked)
        return cls(base, varied, groups)

    def cell(self, words: Words) -> Composed:
        """What the cell of these `words` is composed of."""
        asked = self.base.asked
        choices = {group: _level(words[at]) for group, at in self.groups.items()}
        own = {name: parts[_chosen(words, places)] for name, (places, parts) in self.varied.items()}
        said = tuple(word for word in words if not word.lstrip("+~").startswith(("hydra.", "hydra/")))
        return Composed({**self.base.parts, **own}, replace(asked, choices={**asked.choices, **choices}, words=said))


def _name(word: str) -> str:
    """The name of the configuration that a word is about: `optimizer`, of `optimizer=adam` and `+optimizer.lr=1`."""
    return re.split(r"[.@/=]", word.lstrip("+~"), maxsplit=1)[0]


def _about(name: str, words: Words) -> Places:
    return tuple(at for at, word in enumerate(words) if _name(word) == name)


def _chosen(words: Words, places: Places) -> Chosen:
    return tuple(words[at] for at in places)


def _with(words: Words, places: Places, chosen: Chosen) -> Words:
    """The same `words` but for those at `places`."""
    changed = dict(zip(places, chosen, strict=True))
    return [changed.get(at, word) for at, word in enumerate(words)]


def _plain_key(word: str) -> str:
    key = word.partition("=")[0]
    if not PLAIN_KEY.fullmatch(key) or _name(word) == "hydra":
        raise Dependent(f"{key} is swept")
    return key


def _level(word: str) -> str:
    return word.partition("=")[2]


def _plain_level(word: str) -> str:
    if not PLAIN_LEVEL.fullmatch(level := _level(word)):
        raise Dependent(f"{word} is swept")
    return level


def _interpolated(config: DictConfig) -> bool:
    """Does a value outside Hydra's own node depend on others?"""
    raw = OmegaConf.to_container(config)
    assert isinstance(raw, dict)
    said = str([value for name, value in raw.items() if name != "hydra"])
    return "${" in FROM_ENVIRONMENT.sub("", said)


def _is_empty(node: object) -> bool:
    return OmegaConf.is_dict(node) and not node
