"""Options of `folklore judge` and `folklore report`. Imports nothing slow: help and bad words answer at once."""

from __future__ import annotations

import argparse


def add_planning(judge: argparse.ArgumentParser) -> None:
    """`--plan` and the spreads to plan with."""
    judge.add_argument(
        "--plan", action="store_true", help="only say what the sweep takes here and what it could decide"
    )
    for name, where in (("between", "data sets’ effects"), ("within", "one data set’s seeds")):
        judge.add_argument(f"--{name}", type=_spread, metavar="SD", help=f"spread of {where} to plan with")


def add_rounds(verb: argparse.ArgumentParser) -> None:
    """`--until-decided` and `--confirm`: more seeds than one round has."""
    verb.add_argument("--until-decided", action="store_true", help="add seeds in rounds until the claim is decided")
    verb.add_argument("--at-most", type=int, default=30, metavar="N", help="seeds to stop at (default: %(default)s)")
    verb.add_argument("--confirm", action="store_true", help="then once more on fresh seeds, shown beside the verdict")


def _spread(text: str) -> float:
    """A standard deviation; argparse makes one line of what is raised."""
    value = float(text)
    if not 0 <= value < float("inf"):
        raise ValueError
    return value
