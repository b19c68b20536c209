"""Two arms from one sweep, as published and tuned, and the verdict at every tuning budget between them."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from reports.claims.arm import TUNED, Arm
from reports.claims.comparison import Comparison
from reports.statistics import observations
from reports.statistics.observations import pair, scored
from reports.statistics.posterior import CHAINS, Interval, Measured, Probabilities, drawn, least_variance


def observe(replicas: pd.DataFrame, claim: Comparison, arm: Arm) -> pd.DataFrame:
    """The observations of an arm: the best trial on validation, or trial 0, every contestant's published default."""
    return observations.observe(replicas, claim.metric, arm.trials)


def budget(replicas: pd.DataFrame) -> int:
    """K, the number of trials that every contestant was given."""
    return int(replicas["trial"].nunique())


def by_budget(replicas: pd.DataFrame, claim: Comparison, rival: str) -> pd.DataFrame:
    """What is known of favourite − rival at every budget k = 1 … K: a row per k.

    A budget of k trials is trial 0, the published default, and k − 1 others drawn without replacement from the
    K − 1 that were recorded, the same for both contestants, all data sets and all seeds, as in a sweep with that
    budget. So k = 1 is the arm `published`, and k = K is the arm `tuned`. What is reported is the average over
    such draws: every chain of the sampler sees a draw of its own.
    The idea is that of Dodge et al. (2019), Show your work, EMNLP, who give the expected best score by k.

    returns    columns trials, better, equivalent, worse (probabilities) and mean, low, high (effect, 95 % interval)
    """
    limits = pair(observe(replicas, claim, TUNED), claim.favourite, rival).set_index(["dataset", "seed"])
    tables = [_by_trial(replicas, claim, name) for name in (claim.favourite, rival)]
    budgets = range(1, budget(replicas) + 1)
    measured = []
    for k in budgets:
        taken = _draws(budget(replicas), k)
        favourites, rivals = (_chosen(*table, taken) for table in tables)
        differences = (favourites - rivals).reindex(limits.index).dropna()
        measured.append(_measured(differences, limits.loc[differences.index]))
    rows = []
    for k, post in zip(budgets, drawn(measured), strict=True):
        p, effect = Probabilities.of(post.mean, claim.rope), Interval.of(post.mean)
        rows.append((k, p.better, p.equivalent, p.worse, effect.mean, effect.low, effect.high))
    return pd.DataFrame(rows, columns=["trials", "better", "equivalent", "worse", "mean", "low", "high"])


def _by_trial(replicas: pd.DataFrame, claim: Comparison, contestant: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What trials are chosen by (−∞ where diverged) and their values: a row per data set, seed and cell."""
    own = scored(replicas[replicas["contestant"] == contestant], claim.metric)
    validation, value = (
        own.pivot_table(index=["dataset", "seed", "cell"], columns="trial", values=name, aggfunc="first", dropna=False)
        for name in ("validation", "value")
    )
    return validation.fillna(-np.inf), value


def _chosen(validation: pd.DataFrame, value: pd.DataFrame, taken: np.ndarray) -> pd.DataFrame:
    """What a contestant is judged by, a row per data set and seed, a column per draw; the mean over its cells."""
    chosen = pd.DataFrame(best(validation.to_numpy(), value.to_numpy(), taken).T, index=validation.index)
    return chosen.groupby(level=["dataset", "seed"]).mean()


def _draws(trials: int, k: int) -> np.ndarray:
    """Which trials take part, (CHAINS, trials): all sets of k with trial 0 in them in turn, if they are few enough."""
    others = trials - 1
    if comb(others, k - 1) <= CHAINS:
        sets = list(combinations(range(1, trials), k - 1))
    else:
        rng = np.random.default_rng(k)
        sets = [tuple(1 + rng.permutation(others)[: k - 1]) for _ in range(CHAINS)]
    taken = np.zeros((CHAINS, trials), dtype=bool)
    taken[:, 0] = True
    for chain in range(CHAINS):
        taken[chain, list(sets[chain % len(sets)])] = True
    return taken


def best(validation: np.ndarray, value: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Test values of the trials that validation chooses among those `taken`; of equal ones the earliest.

    validation, value    (N, trials)
    taken                (draws, trials), true where a trial takes part
    returns              (draws, N)
    """
    chosen = np.where(taken[:, None, :], validation, -np.inf).argmax(axis=2)  # (draws, N)
    return np.asarray(np.take_along_axis(value[None], chosen[:, :, None], axis=2)[:, :, 0])


def _measured(differences: pd.DataFrame, limits: pd.DataFrame) -> Measured:
    """What `differences`, a row per data set and seed and a column per draw, say of every data set.

    limits    overlap and step of the same rows, from observations.pair
    """
    names = differences.index.get_level_values("dataset").astype(str)
    each = {name: (differences[names == name].to_numpy(), limits[names == name]) for name in sorted(set(names))}
    return Measured(
        tuple(each),
        np.array([len(rows) for rows, _ in each.values()]),
        np.stack([rows.mean(axis=0) for rows, _ in each.values()], axis=1),
        np.stack([rows.var(axis=0) * len(rows) for rows, _ in each.values()], axis=1),
        np.array([own["overlap"].mean() for _, own in each.values()]),
        np.array([least_variance(own["step"] ** 2) for _, own in each.values()]),
    )
