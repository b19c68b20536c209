"""Numbers, lists and tables as text that a reader likes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Protocol

MINUS = "\u2212"


class Estimate(Protocol):
    """A mean and its interval."""

    @property
    def mean(self) -> float:
        """The estimate."""

    @property
    def low(self) -> float:
        """The interval's lower end."""

    @property
    def high(self) -> float:
        """The interval's upper end."""


def probability(value: float) -> str:
    """Three decimals, so that 0.9496 does not pass for 0.95; and no certainty at either end."""
    if value > 0.9995:
        return "> 0.999"
    return "< 0.001" if value < 0.0005 else f"{value:.3f}"


def effect(value: float) -> str:
    """A difference with its sign, and a minus that is one: +0.012, −0.003."""
    return f"{value:+.3f}".replace("-", MINUS).replace(f"{MINUS}0.000", "0.000").replace("+0.000", "0.000")


def interval(value: Estimate) -> str:
    """Mean and 95 % interval: +0.012 [−0.003, +0.027]."""
    return f"{effect(value.mean)} [{effect(value.low)}, {effect(value.high)}]"


def share(value: float) -> str:
    """A share in whole per cent: 7 %; < 1 % if it is little but not nothing."""
    return "< 1 %" if 0 < value < 0.005 else f"{value:.0%}".replace("%", " %")


def listed(names: Sequence[str]) -> str:
    """The names as a list in a sentence: a, b and c."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def count(number: int, noun: str) -> str:
    """1 seed, 2 seeds."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[str] = ()) -> list[str]:
    """The lines of a table: every column as wide as its widest entry, two spaces between, nothing behind the last.

    head     names of the columns; empty: the table has none
    right    names of the columns that are aligned on the right, such as those of numbers
    """
    lines = [*([head] if head else []), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    sides = [str.rjust if name in right else str.ljust for name in head] or [str.ljust] * len(widths)
    return [
        "  ".join(side(entry, width) for side, entry, width in zip(sides, line, widths, strict=True)).rstrip()
        for line in lines
    ]


def at_every_value(words: Sequence[str]) -> list[str]:
    """That a claim must hold at every swept value of `words`; nothing if there are none."""
    return [f"It must hold at every swept value of {listed(words)}."] if words else []


def public(text: str) -> str:
    """`text` with the user and the password left out of every address in it."""
    return re.sub(r"(\w://)[^\s/@]+@", r"\1", text)


def as_markdown(text: str) -> str:
    """`text` as Markdown that shows it as it is: no image that loads, no link but an https address, which stays one."""
    parts = re.split(r"(?<!\S)(https://[\w./?=&%#~:+-]*[\w/])", text)
    return "".join(part if at % 2 else _escaped(part) for at, part in enumerate(parts))


def _escaped(text: str) -> str:
    # Addresses that nobody marked as links become some by themselves, by `://`, `www.` or `@`.
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
    return re.sub(r"([\\`*_\[\]!|~]|(?<=www)\.|:(?=//))", r"\\\1", entities)
