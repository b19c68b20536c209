"""Several contestants by rank: Friedman's test over data sets and Nemenyi's critical difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

LEAST = 3  # contestants, and data sets


@dataclass(frozen=True)
class Ranks:
    """Mean ranks over data sets, 1 for the best.

    mean        contestant → its mean rank
    p           of Friedman's test that all contestants are alike
    critical    Nemenyi's critical difference: mean ranks that are closer than this cannot be told apart
    alpha       its level
    pairs       contestant × contestant: Nemenyi's p of each pair
    """

    mean: dict[str, float]
    p: float
    critical: float
    alpha: float
    pairs: pd.DataFrame


def ranks(table: pd.DataFrame, alpha: float) -> Ranks | None:
    """Ranks of the mean scores on each data set; None of fewer than three contestants or data sets.

    Demšar (2006), Statistical comparisons of classifiers over multiple data sets, JMLR 7: the critical difference is
    q(α, k, ∞)/√2 · √(k (k + 1) / 6D) for k contestants on D data sets, q the studentized range. Ranks ignore
    the ROPE and how large a difference is, and whether A beats B depends on C as well (Benavoli, Corani & Mangili
    2016, Should we really use post-hoc tests based on mean-ranks?, JMLR 17): a picture, not the verdict.

    table    from aggregates.wide
    """
    means = table.groupby("dataset").mean().round(12)  # what is equal but for rounding is a tie
    many, contestants = means.shape
    if contestants < LEAST or many < LEAST:
        return None
    from scikit_posthocs import posthoc_nemenyi_friedman  # takes two seconds, with what it imports

    by_data_set = means.rank(axis=1, ascending=False)
    alike = bool((by_data_set.nunique(axis=1) == 1).all())  # then the statistic is 0/0
    pairs = posthoc_nemenyi_friedman(-by_data_set.to_numpy())
    pairs = pd.DataFrame(pairs.to_numpy(), index=list(means), columns=list(means))
    q = float(stats.studentized_range.ppf(1 - alpha, contestants, np.inf)) / np.sqrt(2)
    return Ranks(
        {str(name): float(rank) for name, rank in by_data_set.mean().items()},
        1.0 if alike else float(stats.friedmanchisquare(*by_data_set.to_numpy().T).pvalue),
        float(q * np.sqrt(contestants * (contestants + 1) / (6 * many))),
        alpha,
        pairs,
    )
