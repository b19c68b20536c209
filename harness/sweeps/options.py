"""Hydra's options among the words of a sweep: those that are of use here. The others are refused, not ignored."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

from harness.errors import BadWord, alternatives

QUESTIONS = ("--cfg", "--help", "--hydra-help", "--info", "--version")
OF_QUESTIONS = ("--package", "--resolve")
MOST_CELLS = 100_000  # they take a minute to compose, and weeks to train
ALLOWED = ("--config-dir", "--most-cells", "--multirun", *QUESTIONS, *OF_QUESTIONS)
INFORMATION = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")
# Hydra's other options. They would train another configuration than the one that is recorded and judged, or none; and
# what completes words knows no command with verbs.
REFUSED = (
    ("--config-name", "-cn"),
    ("--config-path", "-cp"),
    ("--experimental-rerun",),
    ("--run", "-r"),
    ("--shell-completion", "-sc"),
)


@dataclass(frozen=True)
class Options:
    """What the options say.

    words         the words that are no options: Hydra's overrides
    config_dir    a folder with claims and levels of the user's own
    question      the option that asks Hydra for information instead of a run, or ""
    most_cells    that the sweep may have
    """

    words: list[str]
    config_dir: Path | None
    question: str
    most_cells: int = MOST_CELLS


def read(words: Sequence[str]) -> Options:
    """The options among `words`, wherever they stand; a BadWord if one of them cannot be used here."""
    options, others = _parser().parse_known_args(list(words))
    if unknown := [word for word in others if word.startswith("-")]:
        raise _refused(unknown[0])
    named = {name for name in (*QUESTIONS, *OF_QUESTIONS) if getattr(options, name.strip("-").replace("-", "_"))}
    asked = [name for name in QUESTIONS if name in named]
    question = asked[0] if asked else ""
    if len(asked) > 1:
        raise BadWord(f"{' '.join(asked)}: one question at a time")
    if question not in ("--cfg", "--help") and (alone := sorted(named & set(OF_QUESTIONS))):
        raise BadWord(f"{alone[0]}: it goes with --cfg")
    if question in ("--cfg", "--info") and options.multirun:
        raise BadWord(f"{question}: it shows one cell; leave --multirun (-m) out")
    return Options(others, options.config_dir, question, options.most_cells)


class _Parser(argparse.ArgumentParser):
    @override
    def error(self, message: str) -> NoReturn:
        raise BadWord(message)


class _Refused(argparse.Action):
    @override
    def __call__(self, *_: Any) -> NoReturn:
        raise _refused(str(_[-1]))


def _refused(option: str) -> BadWord:
    return BadWord(f"{option}: there is no such option here; {alternatives(option, ALLOWED)}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--config-dir", "-cd", type=Path)
    parser.add_argument("--most-cells", type=int, default=MOST_CELLS)
    parser.add_argument("--cfg", "-c", choices=("job", "hydra", "all"))
    parser.add_argument("--info", "-i", nargs="?", const="all", choices=INFORMATION)
    parser.add_argument("--package", "-p")
    # One cell is a sweep of one: with -m or without makes no difference.
    for names in (("--multirun", "-m"), ("--resolve",), ("--help", "-h"), ("--hydra-help",), ("--version",)):
        parser.add_argument(*names, action="store_true")
    for names in REFUSED:
        parser.add_argument(*names, nargs="?", action=_Refused)
    return parser
