"""A claim's other metrics: the same contestants, networks and model, without a say in the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reports import effects, metrics, words
from reports.claim import Claim
from reports.effects import Interval, Probabilities
from reports.errors import TooFewPairs
from reports.metrics import METRICS, Metric


@dataclass(frozen=True)
class Compared:
    """The favourite against one rival by one secondary metric, with its usual ROPE; above 0 the favourite is better."""

    metric: Metric
    rival: str
    effect: Interval
    probabilities: Probabilities
    data_sets: int


@dataclass(frozen=True)
class Others:
    """What was compared, and what could not be: (metric, why)."""

    compared: tuple[Compared, ...] = ()
    absent: tuple[tuple[Metric, str], ...] = ()


def compare(claim: Claim, replicas: pd.DataFrame, trials: int | None = None) -> Others:
    """All secondary metrics of `claim`. Trials are those that its own metric chooses: the same networks are compared.

    trials    how many of them take part; all, if it is not given

    Nothing is corrected for how many metrics there are, because nothing is decided by them.
    """
    compared, absent = [], []
    for metric in (METRICS[name] for name in claim.secondary or _usual(claim, replicas)):
        observations = effects.observe(replicas, metric.name, trials, claim.metric)
        for rival in claim.rivals:
            try:
                if why := missing(observations, metric.name, (claim.favourite, rival)):
                    raise TooFewPairs(why)
                pairs = effects.pair(observations, claim.favourite, rival)
                post = effects.posterior(pairs)
            except TooFewPairs as error:
                absent.append((metric, str(error)))
                continue
            odds = Probabilities.of(post.mean, metric.rope)
            compared.append(Compared(metric, rival, Interval.of(post.mean), odds, len(post.data_sets)))
    return Others(tuple(compared), tuple(dict.fromkeys(absent)))


def missing(observations: pd.DataFrame, metric: str, contestants: Sequence[str]) -> str:
    """Why `contestants` cannot be compared by `metric`, in a few words; empty if they can."""
    known = observations["value"].notna().groupby(observations["contestant"]).any()
    without = [name for name in contestants if not known.get(name, False)]
    if not without:
        return ""
    if metric in metrics.TO_TARGET and observations["target"].isna().all():
        return "on no data set do contestants end above the constant guess, so there is no target"
    if metric == "time_to_target":
        return (
            "seconds of cells that shared the processors are not compared; hydra/launcher=basic runs one cell at a "
            "time, and tracking.rerun=true runs finished ones again"
        )
    if f"test_{metric}" not in observations:
        return "it was not recorded"
    return f"{words.listed(without)} predicted no probabilities" if metric in metrics.PROBABILISTIC else "no value"


def _usual(claim: Claim, replicas: pd.DataFrame) -> list[str]:
    """All metrics of such data but the claim's own."""
    known = {name for name in metrics.SCORES if f"test_{name}" in replicas}
    if "accuracy" in known:
        known |= set(metrics.PROBABILISTIC)
    return [name for name in METRICS if name != claim.metric and name in {*known, *metrics.TO_TARGET, "divergence"}]
