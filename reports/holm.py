"""Several statements at once: how sure each must be, so that all together are wrong as rarely as one may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

Statement = TypeVar("Statement")  # whatever names one
# (statement, α) → the level at which a statement that may err with probability α is tested.
Level = Callable[[str, float], float]


def once(statement: object, alpha: float) -> float:
    """The level of a statement that is looked at once: α itself. (Of several looks, see sequential.level.)"""
    return alpha


def thresholds(
    strength: Mapping[Statement, float], probability: float, level: Callable[[Statement, float], float] = once
) -> dict[Statement, float]:
    """The probability that each statement must reach: Holm's step-down on 1 − P.

    strength    statement → its probability P

    With α = 1 − probability, the strongest of m statements must reach 1 − α/m, the next 1 − α/(m − 1), and so
    on; after the first that fails none is decided, which a threshold above 1 says. Holm (1979), Scand. J.
    Statistics 6.
    """
    found, failed = {}, False
    for rank, name in enumerate(sorted(strength, key=lambda name: -strength[name])):
        threshold = 1 - level(name, (1 - probability) / (len(strength) - rank))
        failed = failed or strength[name] < threshold
        found[name] = 2.0 if failed else threshold
    return found
