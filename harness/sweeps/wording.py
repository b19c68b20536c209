"""How words are written: what is said of one that Hydra cannot read, before and after it tried."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable

from harness.errors import BadWord
from harness.paths import CONF

WRITTEN = re.compile(r"(\+{0,2}[^\s=+~]\S*?=.*|~[^\s=~]+(=.*)?)", re.DOTALL)
KEY = re.compile(r"[+~]*[A-Za-z_$][\w$./@:-]*", re.ASCII)
ITEMS = re.compile(r"""(?:"[^"]*"|'[^']*'|[^,"'])+""")


def check(words: Iterable[str]) -> None:
    """A BadWord if one of `words` is not written as `name=value`."""
    for word in words:
        if not WRITTEN.fullmatch(word):
            raise BadWord(f"{shown(word)}: a word is written name=value, without spaces around the sign{_as(word)}")


def _as(word: str) -> str:
    """`, as dataset=iris`, if the word holds the name of a level."""
    name = re.split(r"[\s:=+~]+", word.strip())[-1]
    paths = sorted(CONF.glob(f"*/{name}.yaml")) if re.fullmatch(r"\w+", name) else []
    return f", as {paths[0].parent.name}={name}" if paths else ", as optimizer=adam"


def unreadable(word: str, why: str, reads: Callable[[str], bool]) -> str:
    """What to say of a word that Hydra cannot read: its value in quotes, as it is typed, if that helps.

    why      Hydra's message
    reads    can Hydra read this word?
    """
    key, _, value = word.partition("=")
    if not KEY.fullmatch(key):
        return f"{shown(word)}: {shown(key)} is no name in a configuration"
    reason = re.search(r"while evaluating '.*?': (.*)", why)  # of a function: range(…), choice(…)
    said = f"{shown(word)}: Hydra cannot read this word{f' ({reason[1]})' if reason else ''}"
    if value[:1] == "[" and value[-1:] == "]" and (items := _items(value[1:-1])):
        typed = f"{key}=[{','.join(item if reads(f'x=[{item}]') else _in_quotes(item) for item in items)}]"
        return f"{said}; in quotes it can: {shlex.quote(typed)}"
    if value[:1] in ("[", "{"):
        return f"{said}; a list is written [a,b], a mapping {{a:b,c:d}}"
    return f"{said}; in quotes it can: {quoted(word)}"


def quoted(word: str) -> str:
    """The word with its value in Hydra's quotes, as it is typed."""
    key, _, value = word.partition("=")
    return shlex.quote(f"{key}={_in_quotes(value)}")


def _in_quotes(value: str) -> str:
    plain = value[1:-1] if len(value) > 1 and value[0] == value[-1] in "\"'" else value.strip("\"'")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _items(inside: str) -> list[str]:
    """What is listed; [] if an item is empty, or a list itself."""
    items = ITEMS.findall(inside)
    whole = ",".join(items) == inside and all(item.strip() for item in items)
    return [item.strip() for item in items] if whole and not re.search(r"[\[\]{}]", inside) else []


def shown(word: str) -> str:
    """The word as one line of a reasonable length."""
    line = word if word.isprintable() else ascii(word)
    return line if len(line) <= 200 else f"{line[:199]}…"
