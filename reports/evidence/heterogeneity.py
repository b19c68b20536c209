"""How much the effect differs between data sets: the random-effects model of meta-analysis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, stats

from reports.statistics.posterior import Interval, shared, variance_between, variance_factor

LEAST = 3  # data sets: the prediction interval has D − 2 degrees of freedom


@dataclass(frozen=True)
class Heterogeneity:
    """A random-effects meta-analysis of the effects on D data sets.

    mean        the mean effect μ with its 95 % interval, t with D − 1 degrees of freedom
    error       its standard error, after Hartung & Knapp
    tau         standard deviation of the true effects between data sets, in units of the metric
    share       I²: the share of the variation that is not the noise of seeds (0 … 1)
    new         the effect to expect on a new data set, 95 % prediction interval
    data_sets   D, those with two seeds or more
    """

    mean: Interval
    error: float
    tau: float
    share: float
    new: Interval
    data_sets: int


def heterogeneity(pairs: pd.DataFrame) -> Heterogeneity | None:
    """The random-effects model of the effects behind `pairs` (from observations.pair); None with too few data sets.

        y_d ~ N(θ_d, v_d)     θ_d ~ N(μ, τ²)     v_d = s_d² (1/S + overlap), see posterior.shared

    Here s_d² = (s̄² + (S − 1) · variance between the S seeds)/S, s̄² being that variance averaged over data sets: the
    prior of the hierarchical model, counted as one seed. Without it, one data set that everybody solves, whose
    seeds agree entirely, would have all the weight.
    """
    groups = [group for _, group in pairs.groupby("dataset") if len(group) > 1]
    if len(groups) < LEAST:
        return None
    count = np.array([len(group) for group in groups])
    between = np.array([variance_between(group) for group in groups])
    average = (count - 1) @ between / (count - 1).sum()
    overlap = shared(np.array([group["overlap"].mean() for group in groups]))
    variance = (average + (count - 1) * between) / count * variance_factor(count, overlap)
    return random_effects(np.array([group["difference"].mean() for group in groups]), variance)


def random_effects(effect: np.ndarray, variance: np.ndarray) -> Heterogeneity:
    """The meta-analysis of D effects with known variances of their errors, both (D,).

    τ² solves Q(τ²) = Σ (y_d − μ)² / (v_d + τ²) = D − 1 (Paule & Mandel 1982), or is 0 if Q(0) is smaller; I² =
    max(0, 1 − (D − 1)/Q(0)), Higgins & Thompson (2002), Statistics in Medicine 21; the standard error is that of
    Hartung & Knapp (2001), Statistics in Medicine 20; the prediction interval is μ ± t(D − 2) √(τ² + SE²),
    Higgins, Thompson & Spiegelhalter (2009), J. R. Statist. Soc. A 172.
    """
    many = len(effect)

    def spread(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        return float((weight * (effect - weight @ effect / weight.sum()) ** 2).sum())

    tau2, q = 0.0, spread(0.0)
    if q > many - 1:
        most = float(((effect - effect.mean()) ** 2).sum())  # Q is at most 1 there
        tau2 = float(optimize.brentq(lambda at: spread(at) - (many - 1), 0.0, most, xtol=1e-14))
    weight = 1 / (variance + tau2)
    mean = float(weight @ effect / weight.sum())
    error = float(np.sqrt(spread(tau2) / (many - 1) / weight.sum()))
    inner = float(stats.t.ppf(0.975, many - 1)) * error
    outer = float(stats.t.ppf(0.975, many - 2) * np.hypot(np.sqrt(tau2), error))
    return Heterogeneity(
        Interval(mean, mean - inner, mean + inner),
        error,
        float(np.sqrt(tau2)),
        max(0.0, 1 - (many - 1) / q) if q else 0.0,
        Interval(mean, mean - outer, mean + outer),
        many,
    )
