"""Several statements at once: how sure each must be, so that all together are wrong as rarely as one may be."""

from __future__ import annotations

from collections.abc import Mapping


def thresholds(strength: Mapping[str, float], probability: float) -> dict[str, float]:
    """The probability that each statement must reach: Holm's step-down on 1 − P.

    strength    statement → its probability P

    With α = 1 − probability, the strongest of m statements must reach 1 − α/m, the next 1 − α/(m − 1), and so
    on; after the first that fails none is decided, which a threshold above 1 says. Holm (1979), Scand. J.
    Statistics 6.
    """
    found, failed = {}, False
    for rank, name in enumerate(sorted(strength, key=lambda name: -strength[name])):
        threshold = 1 - (1 - probability) / (len(strength) - rank)
        failed = failed or strength[name] < threshold
        found[name] = 2.0 if failed else threshold
    return found
