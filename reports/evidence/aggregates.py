"""Measures of whole contestants over the data sets that were run: improvement, interquartile mean, profiles.

Their intervals come from a stratified bootstrap, seeds within data sets: they say how sure these data sets'
figures are, and nothing of other data sets. The verdict does; these only describe.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from reports.statistics.observations import by_seed
from reports.statistics.posterior import SEED, Interval

RESAMPLED = 2000  # tables


def wide(observations: pd.DataFrame, contestants: tuple[str, ...]) -> pd.DataFrame:
    """Values (larger is better), a row per (data set, seed) that all `contestants` have, a column per contestant.

    As in observations.pair, but for all contestants at once.
    """
    rows = observations.assign(dataset=observations["dataset"].astype(str))
    return by_seed(rows, contestants).sort_index()


def probability_of_improvement(table: pd.DataFrame, favourite: str, rival: str) -> Interval:
    """P(a seed of the favourite scores higher than one of the rival), averaged over data sets; of ties, half.

    Agarwal et al. (2021), Deep reinforcement learning at the edge of the statistical precipice, NeurIPS: the
    Mann–Whitney statistic of each data set. It says how often, not by how much.

    table    from `wide`
    """
    point, draws = [], []
    for _, rows in table.groupby("dataset"):
        mine, other = rows[favourite].to_numpy()[:, None], rows[rival].to_numpy()
        beats = (mine > other) + 0.5 * (mine == other)  # (S, S)
        share = _resampled(len(rows)) / len(rows)
        point.append(beats.mean())
        draws.append(np.einsum("bi,ij,bj->b", share, beats, share))
    return _interval(float(np.mean(point)), np.mean(draws, axis=0))


def interquartile_means(table: pd.DataFrame) -> dict[str, Interval]:
    """Contestant → the mean of the middle half of its scores, all data sets and seeds together.

    Agarwal et al. (2021); it ignores the best and the worst quarter, so single failures and trivial data sets.

    table    from `wide`
    """
    places = [np.flatnonzero(table.index.get_level_values("dataset") == name) for name in table.index.unique("dataset")]
    rng = np.random.default_rng(SEED)
    taken = np.concatenate([rng.choice(rows, size=(RESAMPLED, len(rows))) for rows in places], axis=1)  # (B, N)
    means = {}
    for name in table:
        scores = table[name].to_numpy()
        draws = stats.trim_mean(scores[taken], 0.25, axis=1)
        means[str(name)] = _interval(float(stats.trim_mean(scores, 0.25)), draws)
    return means


def profiles(table: pd.DataFrame) -> pd.DataFrame:
    """How often every contestant comes within τ of the best one: rows contestant, tau, share, by growing τ.

    Dolan & Moré (2002), Benchmarking optimization software with performance profiles, Mathematical Programming
    91, with the difference to the best in place of the ratio: an error of 0 has no ratio, and the ROPE is a
    difference. Every data set counts alike, whatever its number of seeds.

    table    from `wide`
    """
    behind = (-table).add(table.max(axis=1), axis=0)
    names = behind.index.get_level_values("dataset")
    weight = 1 / names.map(names.value_counts().to_dict()).to_numpy() / names.nunique()
    parts = []
    for name in table:
        own = (
            pd.DataFrame({"tau": behind[name].round(12), "share": weight}).groupby("tau", as_index=False)["share"].sum()
        )
        parts.append(own.assign(contestant=name, share=own["share"].cumsum().clip(upper=1.0)))
    return pd.concat(parts, ignore_index=True)[["contestant", "tau", "share"]]


def _resampled(count: int) -> np.ndarray:
    """How often each of `count` seeds is in a bootstrap table, (RESAMPLED, count); contestants keep their pairing."""
    return np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=RESAMPLED)


def _interval(point: float, draws: np.ndarray) -> Interval:
    low, high = np.quantile(draws, (0.025, 0.975))
    return Interval(point, float(low), float(high))
