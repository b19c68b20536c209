"""Holm's correction: the probability that each of several statements must reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

Statement = TypeVar("Statement")  # whatever names one
# (statement, α) → the α at which a statement that may err with probability α is tested now.
Spending = Callable[[str, float], float]


def at_once(statement: object, alpha: float) -> float:
    """All of α, for a statement that is looked at once. (Of several looks, see sequential.spending.)"""
    return alpha


def thresholds(
    strength: Mapping[Statement, float], probability: float, spending: Callable[[Statement, float], float] = at_once
) -> dict[Statement, float]:
    """The probability that each statement must reach: Holm's step-down on 1 − P.

    strength    statement → its probability P

    With α = 1 − probability, the strongest of m statements must reach 1 − α/m, the next 1 − α/(m − 1), and so
    on; after the first that fails none is decided, which a threshold above 1 says. Holm (1979), Scand. J.
    Statistics 6.
    """
    needed, failed = {}, False
    for rank, name in enumerate(sorted(strength, key=lambda name: -strength[name])):
        threshold = 1 - spending(name, (1 - probability) / (len(strength) - rank))
        failed = failed or strength[name] < threshold
        needed[name] = 2.0 if failed else threshold
    return needed
