"""Where the variance of a score comes from: the data set, tuning, or the seed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reports.claims.comparison import Comparison
from reports.statistics.observations import scored


@dataclass(frozen=True)
class Components:
    """Standard deviations of one score, in units of the metric; their squares add up to its variance.

    of          what the score is of: a contestant, or a difference
    data_set    between data sets
    tuning      between trials on one data set
    seed        between seeds (split, initial weights and batch order at once) on one data set
    rest        what seed and trial do together
    """

    of: str
    data_set: float
    tuning: float
    seed: float
    rest: float

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """The same as shares of the variance; zeros if there is none."""
        squares = [value**2 for value in (self.data_set, self.tuning, self.seed, self.rest)]
        total = sum(squares) or 1.0
        return squares[0] / total, squares[1] / total, squares[2] / total, squares[3] / total


def components(replicas: pd.DataFrame, claim: Comparison) -> list[Components]:
    """The components of every contestant's test scores and of the differences to each rival, at equal seed and trial.

    All recorded trials take part, not the chosen ones only: `tuning` is what is at stake when one tunes. Nothing if
    there are not two data sets, trials and seeds that all contestants have in common, or if all trials of a seed
    have one value, as the share of them that diverged.
    """
    if claim.metric.of_all_trials:
        return []
    rows = scored(replicas, claim.metric)
    scores = {
        str(name): own.pivot_table(index=["dataset", "seed"], columns="trial", values="value")
        for name, own in rows.groupby("contestant")
    }
    own = {name: scores[name] for name in claim.contestants}
    against = {f"{claim.favourite} − {rival}": scores[claim.favourite] - scores[rival] for rival in claim.rivals}
    parts = (_of(name, values) for name, values in (own | against).items())
    return [one for one in parts if one]


def _of(name: str, values: pd.DataFrame) -> Components | None:
    """The method of moments for y_dst = μ + D_d + S_s(d) + T_t(d) + E_dst, seeds and trials crossed within data sets.

    With mean squares M of a balanced table of D data sets, S seeds and T trials,

        E M_E = σ_E²     E M_S = σ_E² + T σ_S²     E M_T = σ_E² + S σ_T²     E M_D = E M_S + E M_T − σ_E² + S T σ_D²

    which is solved for the σ²; a negative one counts as 0 (Searle, Casella & McCulloch 1992, Variance components, 4.4).

    values    a row per (data set, seed), a column per trial; what is incomplete is left out, seeds first
    """
    complete = values.dropna()
    sizes = complete.groupby("dataset").size()
    seeds, trials = int(sizes.min()) if len(sizes) else 0, values.shape[1]
    if len(sizes) < 2 or seeds < 2 or trials < 2:
        return None
    blocks = [rows.to_numpy()[:seeds] for _, rows in complete.groupby("dataset")]  # each (S, T)
    by_seed, by_trial, rest = 0.0, 0.0, 0.0  # sums over data sets of mean squares
    for block in blocks:
        of_seeds, of_trials = block.mean(axis=1), block.mean(axis=0)
        left = block - of_seeds[:, None] - of_trials + block.mean()
        by_seed += trials * float(of_seeds.var(ddof=1))
        by_trial += seeds * float(of_trials.var(ddof=1))
        rest += float((left**2).sum()) / ((seeds - 1) * (trials - 1))
    by_seed, by_trial, rest = (total / len(blocks) for total in (by_seed, by_trial, rest))
    between = seeds * trials * float(pd.Series([block.mean() for block in blocks]).var(ddof=1))
    squares = {
        "data_set": (between - by_seed - by_trial + rest) / (seeds * trials),
        "tuning": (by_trial - rest) / seeds,
        "seed": (by_seed - rest) / trials,
        "rest": rest,
    }
    return Components(name, **{of: max(0.0, square) ** 0.5 for of, square in squares.items()})
