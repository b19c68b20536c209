"""Before a sweep: which effects could it decide? From recorded spreads, or from those that are assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from reports import text
from reports.claims.comparison import Comparison
from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.statistics import power
from reports.statistics.observations import pair
from reports.statistics.power import Design

BETWEEN, WITHIN = 0.02, 0.02  # what is assumed where nothing is recorded: about what small data sets show


def recorded(claim: Comparison, observations: pd.DataFrame) -> tuple[Design, str]:
    """The design behind `observations`, against the rival whose mean effect is known worst; that rival.

    TooFewPairs if there is nothing to read it from.
    """
    pairs = {rival: pair(observations, claim.favourite, rival) for rival in claim.rivals}
    designs = {rival: Design.of(table) for rival, table in pairs.items() if table["dataset"].nunique() > 1}
    if not designs:
        raise TooFewPairs("no two data sets were recorded for both contestants")
    worst = max(designs, key=lambda rival: replace(designs[rival], data_sets=12).error)
    return designs[worst], worst


def sentences(claim: Comparison, design: Design, known: str) -> list[str]:
    """What `design` could decide of `claim`; `known` says where its spreads come from."""
    probability = 1 - (1 - claim.probability) / len(claim.rivals)
    edge = claim.statements[Outcome.SUPPORTED].low * claim.rope
    sample = f"{text.count(design.data_sets, 'data set')}, {text.count(design.seeds, 'seed')}"
    spread = f"{design.within:.3g} between seeds"
    if design.data_sets > 1:
        spread = f"{design.between:.3g} between data sets and {spread}"
    least = f"{text.effect(design.detectable(edge, probability))} or more on {claim.metric.said}"
    lines = [
        f"with a spread of {spread} ({known}), a mean effect of {least} would be "
        f"SUPPORTED with probability {power.SURE:g} ({sample})"
    ]
    if Outcome.EQUIVALENT in claim.statements:
        equal = design.decided(0.0, claim.edges, probability)
        lines.append(f"no effect at all would be EQUIVALENT with probability {equal:.2f}")
    return lines


def assumed(data_sets: int, seeds: int, ratio: float, spreads: Sequence[float | None]) -> tuple[Design, str]:
    """The design with the `spreads` (between, within) that were given, or else with the usual ones; how it is known.

    ratio    n_test / n_train
    """
    between, within = (usual if own is None else own for own, usual in zip(spreads, (BETWEEN, WITHIN), strict=True))
    known = "assumed; --between and --within say others" if None in spreads else "as given"
    return Design(data_sets, seeds, between, within, power.overlap_of(data_sets, ratio)), known
