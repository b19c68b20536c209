"""What a design can decide: the power of a comparison, the effect it could find, how much more data it would take.

The posterior of the mean effect is close to Student's t, so all of it is worked out from the noncentral t distribution.
`make calibrate` holds that against the model itself (docs/calibration.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import optimize, stats

from reports.statistics.posterior import least_variance, shared

SURE = 0.8  # the probability with which something is to be found or decided: Cohen's usual one
MOST = 1000  # data sets or seeds that are looked at


@dataclass(frozen=True)
class Design:
    """A comparison on `data_sets` data sets with `seeds` seeds each.

    between    standard deviation of the data sets' own effects around the mean effect
    within     standard deviation of a data set's seeds around its effect
    overlap    what seeds of one data set share: n_test / n_train of one data set alone, of several see posterior.SHARED
    """

    data_sets: int
    seeds: int
    between: float
    within: float
    overlap: float

    @classmethod
    def of(cls, pairs: pd.DataFrame) -> Design:
        """The design of recorded `pairs` (observations.pair): its variance components by moments, never below 0.

        The variance between the means of data sets is `between`² + `within`² (1/S + overlap), S being the harmonic mean
        of their numbers of seeds. If no data set has a second seed, nothing parts the two: all of it counts as between.
        """
        names, place = np.unique(pairs["dataset"].to_numpy(dtype=str), return_inverse=True)
        values, count = pairs["difference"].to_numpy(), np.bincount(place)
        means = np.bincount(place, values) / count
        freedom, squares = len(values) - len(names), float(((values - means[place]) ** 2).sum())
        least = least_variance(pairs["step"] ** 2)
        within2 = max(squares / freedom, least) if freedom else least
        seeds = float(len(count) / (1 / count).sum())
        overlap = overlap_of(len(names), float(pairs["overlap"].mean()))
        observed = float(means.var(ddof=1)) if len(names) > 1 else 0.0
        between2 = max(0.0, observed - within2 * (1 / seeds + overlap))
        return cls(len(names), max(1, round(seeds)), float(np.sqrt(between2)), float(np.sqrt(within2)), overlap)

    @property
    def error(self) -> float:
        """The standard error of the mean effect."""
        variance = self.between**2 + self.within**2 * (1 / self.seeds + self.overlap)
        return float(np.sqrt((variance if self.data_sets > 1 else variance - self.between**2) / self.data_sets))

    @property
    def freedom(self) -> int:
        """Degrees of freedom of that error as it is estimated."""
        return max(1, (self.data_sets if self.data_sets > 1 else self.seeds) - 1)

    def quantile(self, probability: float) -> float:
        """How many standard errors the mean effect must be beyond an edge for the posterior to be so sure of it.

        Student's t, times √((D − 1)/(D − 2)): the flat prior on the spread between D data sets costs about as much as
        one degree of freedom of their variance. For two data sets the factor is 2, which is rough.
        """
        many = self.data_sets
        factor = 1.0 if many == 1 else 2.0 if many == 2 else float(np.sqrt((many - 1) / (many - 2)))
        return float(stats.t.ppf(probability, self.freedom)) * factor

    def power(self, effect: float, edge: float, probability: float) -> float:
        """How likely it is to be found that a true mean `effect` is above `edge`, at a posterior `probability`."""
        shift = (effect - edge) / max(self.error, 1e-12)
        return float(stats.nct.sf(self.quantile(probability), self.freedom, np.clip(shift, -30, 30)))

    def detectable(self, edge: float, probability: float) -> float:
        """The smallest true mean effect that would be found to be above `edge` with probability 0.8."""
        wanted = self.quantile(probability)
        shift = optimize.brentq(lambda shift: stats.nct.sf(wanted, self.freedom, shift) - SURE, 0, wanted * 10 + 10)
        return float(edge + shift * self.error)

    def decided(self, effect: float, edges: Sequence[float], probability: float) -> float:
        """How likely it is that `effect` is found to be on its side of the `edges`, or between them (not below 0)."""
        low, high = min(edges), max(edges)
        if len(edges) == 1 or not low < effect < high:
            edge = min(edges, key=lambda edge: abs(effect - edge))
            return self.power(abs(effect - edge), 0.0, probability)
        both = self.power(effect, low, probability) + self.power(-effect, -high, probability) - 1
        return max(0.0, both)


def overlap_of(data_sets: int, ratio: float) -> float:
    """What seeds share where n_test / n_train is `ratio`: at worst all of it, on a data set that is alone."""
    return ratio if data_sets == 1 else float(shared(np.array(ratio)))


def data_sets_needed(design: Design, effect: float, edges: Sequence[float], probability: float) -> int | None:
    """How many data sets like these would decide with probability 0.8, if the mean effect is `effect`; None: > 1,000.

    edges    effects at which the answer changes: the ends of the ROPE that the claim is about
    """
    return _first(lambda many: replace(design, data_sets=many), range(2, MOST + 1), effect, edges, probability)


def seeds_needed(design: Design, effect: float, edges: Sequence[float], probability: float) -> int | None:
    """How many seeds on these same data sets would decide with probability 0.8; None: no number of them up to 1,000.

    The error never falls below that of `between` and of the rows that all seeds of a data set share.
    """
    return _first(lambda seeds: replace(design, seeds=seeds), range(2, MOST + 1), effect, edges, probability)


def _first(design, sizes: range, effect: float, edges: Sequence[float], probability: float) -> int | None:  # type: ignore[no-untyped-def]
    """The first of `sizes` that is enough, by bisection: power grows with size."""
    if design(sizes[-1]).decided(effect, edges, probability) < SURE:
        return None
    low, high = sizes[0], sizes[-1]
    while low < high:
        middle = (low + high) // 2
        if design(middle).decided(effect, edges, probability) >= SURE:
            high = middle
        else:
            low = middle + 1
    return low
