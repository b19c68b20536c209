"""What pairs say about the effect: the posterior of a hierarchical model of seeds within data sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from reports.errors import TooFewPairs

TAILS = 4  # degrees of freedom of Student's t between data sets
SEED = 20260101  # of the random numbers behind every posterior: the same pairs give the same verdict
TOGETHER = 32  # tables drawn at once, at most: their draws take 2.6 MB each on eight data sets
CHAINS, WARM_UP, KEPT = 64, 200, 320  # 20,480 draws: P = 0.95 of μ is known to ±0.003
# What the seeds of one data set share of a difference between contestants that see the same splits, weights and orders,
# in units of the variance between seeds: at most this, as measured (docs/overlap.md).
SHARED = 0.1


@dataclass(frozen=True)
class Probabilities:
    """Posterior probabilities that an effect is above, inside and below the ROPE; they sum to 1."""

    better: float
    equivalent: float
    worse: float

    @classmethod
    def of(cls, draws: np.ndarray, rope: float) -> Probabilities:
        """Shares of `draws` (any shape) above +rope, within ±rope, below −rope."""
        better, worse = float((draws > rope).mean()), float((draws < -rope).mean())
        return cls(better, 1.0 - better - worse, worse)


@dataclass(frozen=True)
class Interval:
    """A posterior mean and its central 95 % interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, draws: np.ndarray) -> Interval:
        """Mean, 2.5 % and 97.5 % points of `draws`."""
        low, high = np.quantile(draws, (0.025, 0.975))
        return cls(float(draws.mean()), float(low), float(high))


@dataclass(frozen=True)
class Posterior:
    """Draws from the posterior of the effects (favourite − rival, in units of the metric), all chains step by step.

    mean        (draws,) the mean effect over data sets like these
    data_sets   name → (draws,) the effect on each data set
    new         (draws,) the effect on a new data set of the same kind; None if only one data set is known
    spread      standard deviation of one data set's observed mean around the mean effect
    """

    mean: np.ndarray
    data_sets: dict[str, np.ndarray]
    new: np.ndarray | None
    spread: float


def posterior(pairs: pd.DataFrame, rng: np.random.Generator | None = None) -> Posterior:
    """The posterior of the effects behind `pairs` (from observations.pair): hierarchical, or for one data set alone.

    rng    other random numbers than those that verdicts rest on
    """
    return drawn([measured(pairs)], rng)[0]


@dataclass(frozen=True)
class Measured:
    """What the seeds of D data sets say: all that the posterior depends on.

    names       (D,) of the data sets
    count       (D,) seeds
    observed    (D,) mean difference; or (CHAINS, D): every chain of the sampler sees a table of its own
    squares     (D,) sum of squared deviations from it; or (CHAINS, D)
    overlap     (D,) n_test / n_train
    least       (D,) the least variance that a difference can have, see least_variance
    """

    names: tuple[str, ...]
    count: np.ndarray
    observed: np.ndarray
    squares: np.ndarray
    overlap: np.ndarray
    least: np.ndarray


def measured(pairs: pd.DataFrame) -> Measured:
    """What `pairs` say (from observations.pair); TooFewPairs if that is too little for a posterior."""
    groups = {str(name): group for name, group in pairs.groupby("dataset")}
    if not groups:
        raise TooFewPairs("no seed of any data set was recorded for both contestants")
    count = np.array([len(g) for g in groups.values()])
    if len(groups) == 1 and count[0] < 2:
        raise TooFewPairs(f"{next(iter(groups))}: one data set alone needs two seeds or more that have a score")
    return Measured(
        tuple(groups),
        count,
        np.array([g["difference"].mean() for g in groups.values()]),
        np.array([g["difference"].var(ddof=0) * len(g) for g in groups.values()]),
        np.array([g["overlap"].mean() for g in groups.values()]),
        np.array([least_variance(g["step"] ** 2) for g in groups.values()]),
    )


def drawn(tables: Sequence[Measured], rng: np.random.Generator | None = None, longer: int = 1) -> list[Posterior]:
    """The posterior given each of `tables`; of a table by chain, the average over its chains.

    longer    draw so many times as often as usual

    All have the same random numbers. Tables of equally many seeds need the same ones at the same place, and are drawn
    together: ten of them take little longer than one, and are the same to the last bit.
    """
    alike: dict[tuple[int, ...], list[int]] = {}
    for at, table in enumerate(tables):
        alike.setdefault((table.observed.ndim, *table.count), []).append(at)
    found: dict[int, Posterior] = {}
    for places in alike.values():
        for first in range(0, len(places), TOGETHER):
            some = places[first : first + TOGETHER]
            own = np.random.default_rng(SEED) if rng is None else rng
            found |= zip(some, _drawn([tables[at] for at in some], own, longer * KEPT), strict=True)
    return [found[at] for at in range(len(tables))]


def _drawn(tables: Sequence[Measured], rng: np.random.Generator, kept: int) -> list[Posterior]:
    if len(tables[0].names) == 1:
        scores = stats.t.rvs(tables[0].count[0] - 1, size=(kept, CHAINS), random_state=rng)
        return [_one_data_set(table, scores) for table in tables]
    # The mean effect rests on what seeds were measured to share; the effect on one data set, from which CONDITIONAL is
    # said, on what they may share at worst.
    of_means = [replace(table, overlap=shared(table.overlap)) for table in tables]
    both = _hierarchical([*of_means, *tables], rng, kept)
    return [
        replace(mean, data_sets=own.data_sets)
        for mean, own in zip(both[: len(tables)], both[len(tables) :], strict=True)
    ]


def shared(overlap: np.ndarray) -> np.ndarray:
    """What seeds share of a paired difference, where n_test / n_train is the `overlap` of their splits."""
    return np.minimum(overlap, SHARED)


def variance_factor(count: np.ndarray, overlap: np.ndarray | float) -> np.ndarray:
    """Variance of a mean over seeds in units of the variance between seeds: 1/S + overlap, at worst n_test/n_train.

    Nadeau & Bengio (2003), Inference for the generalization error, Machine Learning 52: random splits of
    one data set overlap, so their results are correlated, about n_test/(n_test + n_train).
    """
    return 1.0 / count + overlap


def variance_between(group: pd.DataFrame) -> float:
    """Variance between the seeds of one data set, whose `pairs` are the rows of `group`."""
    return max(float(group["difference"].var(ddof=1)), least_variance(group["step"] ** 2))


def least_variance(step2: np.ndarray | pd.Series) -> float:
    """Variance that a difference of two shares has at least, because both are rounded to a `step`: 2 · step²/12.

    Without it, seeds that agree by chance (common with small test parts) would pass for a measurement
    without any error, and two of them would decide a claim with certainty.
    """
    return float(step2.mean() / 6)


def _one_data_set(measured: Measured, scores: np.ndarray) -> Posterior:
    """The correlated t-test of Corani & Benavoli (2015): μ ~ Student t with S − 1 degrees of freedom.

    scores    draws of Student's t, (kept, CHAINS)
    """
    (name,), (count,) = measured.names, measured.count
    variance = np.maximum(measured.squares / (count - 1), measured.least)
    scale = np.sqrt(variance * variance_factor(measured.count, measured.overlap))
    draws = (np.atleast_2d(measured.observed).T + np.atleast_2d(scale).T * scores).ravel()
    return Posterior(draws, {name: draws}, None, float(scale.mean()))


def _hierarchical(tables: Sequence[Measured], rng: np.random.Generator, kept: int) -> list[Posterior]:
    """Gibbs draws from a robust hierarchical model of seeds within data sets, for T tables of equally many seeds.

        difference_ds ~ N(θ_d, σ_d²), correlated within d     θ_d ~ Student-t(ν = 4, μ, τ²)     μ flat, τ almost
        σ_d² ~ scaled inverse χ²(1, s²)    s²: the average variance between seeds over all data sets

    If no data set has a second seed, nothing tells the noise of a seed from a data set's own effect; s² then is
    what it would be if all differences between data sets were noise, so that none of them is decided by its one seed.

    Student's t, written as θ_d ~ N(μ, τ²/w_d) with w_d ~ Gamma(ν/2, ν/2), lets one unusual data set keep its own
    effect, if that is measured precisely, and keeps it from blurring the mean of the others. A flat prior on τ
    (Gelman 2006, Prior distributions for variance parameters) errs on the wide side when there are few data sets;
    with two of them the half-Cauchy below keeps it proper. After Corani, Benavoli et al. (2017), Statistical
    comparison of classifiers through Bayesian hierarchical modelling.
    """
    count, many = tables[0].count, len(tables[0].names)
    observed = np.stack([np.atleast_2d(table.observed) for table in tables])  # (T, 1, D) or (T, chains, D)
    least = np.stack([table.least for table in tables])[:, None]  # (T, 1, D)
    squares = np.maximum(np.stack([np.atleast_2d(table.squares) for table in tables]), (count - 1) * least)
    # (T, 1, D) variance of a mean = factor · σ_d²
    factor = np.stack([variance_factor(count, table.overlap) for table in tables])[:, None]
    repeated = (count - 1).sum()
    between = observed.var(axis=2, keepdims=True, ddof=1)
    if repeated:
        pooled = squares.sum(axis=2, keepdims=True) / repeated
    else:
        pooled = np.maximum(between / factor.mean(axis=2, keepdims=True), least.mean(axis=2, keepdims=True))
    # The half-Cauchy scale of τ: almost flat.
    wide = 10.0 * np.maximum(observed.std(axis=2, keepdims=True), np.sqrt(pooled))

    effects = np.tile(observed, (1, CHAINS // observed.shape[1], 1))  # (T, chains, D)
    weight = np.ones((CHAINS, many))
    spread2 = np.ones((CHAINS, 1)) * (observed.var(axis=2, keepdims=True) + pooled)  # τ²
    auxiliary = np.ones((CHAINS, 1)) * wide**2
    means, per_data_set, news = [], [], []
    for step in range(WARM_UP + kept):
        residual2 = (observed - effects) ** 2 / factor
        sigma2 = _inverse_gamma(rng, (count + 1) / 2, (pooled + squares + residual2) / 2)
        # μ without the θ_d, then the θ_d given μ: as one block they mix faster than in turn.
        alone = 1 / (sigma2 * factor + spread2 / weight)
        total = alone.sum(axis=2, keepdims=True)
        mean = _normal(rng, (alone * observed).sum(axis=2, keepdims=True) / total, 1 / np.sqrt(total))
        precision = 1 / (sigma2 * factor) + weight / spread2
        centre = (observed / (sigma2 * factor) + mean * weight / spread2) / precision
        effects = _normal(rng, centre, 1 / np.sqrt(precision))
        squared = (effects - mean) ** 2
        weight = 2 / (TAILS + squared / spread2) * rng.standard_gamma((TAILS + 1) / 2, (CHAINS, many))
        # τ ~ half-Cauchy(wide) as a mixture of inverse gammas: Wand et al. (2011), Bayesian Analysis 6.
        rest2 = (weight * squared).sum(axis=2, keepdims=True)
        spread2 = _inverse_gamma(rng, (many + 1) / 2, rest2 / 2 + 1 / auxiliary)
        auxiliary = _inverse_gamma(rng, 1.0, 1 / spread2 + 1 / wide**2)
        if step >= WARM_UP:
            means.append(mean)
            per_data_set.append(effects)
            news.append(mean + np.sqrt(spread2) * rng.standard_t(TAILS, size=(CHAINS, 1)))
    return [
        Posterior(
            np.concatenate([mean[at] for mean in means]).ravel(),
            dict(zip(table.names, np.concatenate([effects[at] for effects in per_data_set]).T, strict=True)),
            np.concatenate([new[at] for new in news]).ravel(),
            float(np.sqrt(between[at].mean())),
        )
        for at, table in enumerate(tables)
    ]


# What NumPy's `normal` and `gamma` do, bit for bit, without their checks of every parameter, which take a third longer.
# All tables, the first axis, have the same random numbers.


def _normal(rng: np.random.Generator, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    return mean + deviation * rng.standard_normal(mean.shape[1:])


def _inverse_gamma(rng: np.random.Generator, shape: np.ndarray | float, scale: np.ndarray) -> np.ndarray:
    return scale / rng.standard_gamma(shape, scale.shape[1:])
