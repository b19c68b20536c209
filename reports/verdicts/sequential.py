"""Looking at the verdict after every round of seeds, without paying for it in false decisions.

Lan & DeMets (1983), Discrete sequential boundaries for clinical trials, Biometrika 70: each look may spend a share of
the error that grows with the information t it has, out of that at the last look allowed. Our information is known: with
S seeds, the mean effect over data sets has the variance v(S) = (between² + within² (1/S + overlap)) / D, and an
estimate with fewer seeds differs from one with more by independent noise, so that the statistics at all looks are those
of a Brownian motion at the times t = v(N)/v(S), N being the most seeds allowed. So the rule knows what more seeds
cannot change: where data sets differ much, t is near 1 from the first look on, all looks say nearly the same, and
looking often costs nearly nothing. (A confidence sequence, whose width must shrink to 0, would not fit: v(S) never
does.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import stats

from reports import text
from reports.claims.comparison import Comparison
from reports.claims.outcome import Outcome
from reports.records.case import Looks
from reports.statistics.holm import Spending
from reports.statistics.observations import pair
from reports.statistics.power import Design
from reports.verdicts import verdict
from reports.verdicts.verdict import Verdict

PATHS = (
    100_000  # Brownian paths (and their mirror images) from which nominal α are read: known to 1 % or so of themselves
)
HOPELESS = 0.05  # below this probability of a decision within the seeds allowed, more seeds are not tried


def spent(alpha: float, time: float) -> float:
    """The share of the error `alpha` that may be spent up to `time` (0 … 1): 2 − 2 Φ(z(1 − α/2)/√t).

    Lan & DeMets' function after O'Brien & Fleming: little at first, all of it at the end.
    """
    return float(2 * stats.norm.sf(stats.norm.isf(alpha / 2) / np.sqrt(time)))


def nominal(alpha: float, times: Sequence[float]) -> np.ndarray:
    """The nominal α at which each look is to be tested, (looks,), so that all together err with probability `alpha`.

    times    increasing, the last at most 1; at a single look at time 1 it is `alpha` itself
    """
    return _nominal(round(alpha, 10), tuple(round(time, 3) for time in times))


@lru_cache(maxsize=4096)
def _nominal(alpha: float, times: tuple[float, ...]) -> np.ndarray:
    alphas: list[float] = []
    position = np.zeros(2 * PATHS)
    inside, before, used = np.ones(2 * PATHS, dtype=bool), 0.0, 0.0
    for time, steps in zip(times, _steps(len(times)), strict=True):
        position += np.sqrt(max(time - before, 0.0)) * steps
        crossing = round((spent(alpha, time) - used) * 2 * PATHS)
        z = position / np.sqrt(time)
        if not alphas:
            alphas.append(spent(alpha, time))
        elif crossing > 0:
            within = z[inside]
            alphas.append(float(stats.norm.sf(np.partition(within, -crossing)[-crossing])))
        else:
            alphas.append(alphas[-1] if time <= before else 0.0)  # nothing new, or next to nothing
        inside &= z < stats.norm.isf(alphas[-1])
        before, used = time, 1 - float(inside.mean())
    return np.array(alphas)


@lru_cache(maxsize=1)
def _steps(looks: int) -> np.ndarray:
    half = np.random.default_rng(1983).standard_normal((looks, PATHS))
    return np.concatenate([half, -half], axis=1)


def spending(paired: Mapping[str, pd.DataFrame], looks: Looks) -> Spending:
    """The nominal α of the present look at each rival's comparison, for verdict.judge.

    paired    rival → pairs of all seeds so far (see observations.pair); earlier looks saw the first of them
    """
    times: dict[str, list[float]] = {}
    for rival, pairs in paired.items():
        own = times.setdefault(rival, [])
        for seeds in looks.seeds:
            now = 1.0 if seeds >= looks.most else min(1.0, time(first_seeds(pairs, seeds), looks.most))
            own.append(max(now, *own, 0.0))
    return lambda rival, alpha: float(nominal(alpha, times[rival])[-1])


def judge(claim: Comparison, observations: pd.DataFrame, remarks: tuple[str, ...], looks: Looks) -> Verdict:
    """The verdict at the present look, on all seeds so far; it says what was asked of it, and if more can help."""
    paired = {rival: pair(observations, claim.favourite, rival) for rival in claim.rivals}
    asked = spending(paired, looks)
    reached = verdict.of_pairs(claim, paired, remarks, asked)
    allowed = (1 - claim.probability) / len(claim.rivals)
    sure = max(1 - asked(rival, allowed) for rival in claim.rivals)
    seen = text.listed([str(seeds) for seeds in looks.seeds])
    said = (
        f"looked at after {seen} of at most {looks.most} seeds; so that all looks together err no more often than one, "
        f"this one asked for a probability of {sure:.3f} where one alone asks for {1 - allowed:.3f} (Lan & DeMets)"
    )
    why = hopeless(reached, looks.most) if looks.seeds[-1] < looks.most else None
    reason = f"{reached.reason}; {why}" if why else reached.reason
    return replace(reached, reason=reason, remarks=(*reached.remarks, said))


def first_seeds(table: pd.DataFrame, count: int) -> pd.DataFrame:
    """The rows of the first `count` seeds."""
    return table[table["seed"].isin(np.unique(table["seed"])[:count])]


def time(pairs: pd.DataFrame, most: int) -> float:
    """v(most)/v(now): the information that `pairs` have, as a share of what they would have with `most` seeds."""
    design = Design.of(pairs)
    return float((replace(design, seeds=max(most, design.seeds)).error / design.error) ** 2)


def hopeless(reached: Verdict, most: int) -> str | None:
    """Why up to `most` seeds will not decide what is undecided, in words; None if they may."""
    undecided = [rival for rival in reached.rivals if rival.outcome is Outcome.UNDECIDED]
    lost = [rival for rival in undecided if chance(reached.claim, rival.pairs, rival.effect.mean, most) < HOPELESS]
    # One rival that stays undecided leaves the claim undecided, unless it may still be refuted by another.
    if not lost or (reached.claim.one_loss_refutes and len(lost) < len(undecided)):
        return None
    design = Design.of(lost[0].pairs)
    return (
        f"more seeds cannot decide against {lost[0].rival}: the spread between data sets ({design.between:.3g}) and "
        f"the rows that seeds share stay, so that {most} seeds would decide with a probability below {HOPELESS:g}; "
        f"more data sets can"
    )


def chance(claim: Comparison, pairs: pd.DataFrame, effect: float, most: int) -> float:
    """How likely `most` seeds decide, given what is known now (stochastic curtailment, Lan, Simon & Halperin 1982).

    The mean effect with `most` seeds is normal around the present one, with the variance v(now) − v(most).
    """
    now = Design.of(pairs)
    then = replace(now, seeds=max(most, now.seeds))
    moves = float(np.sqrt(max(now.error**2 - then.error**2, 1e-16)))
    beyond = then.quantile(1 - (1 - claim.probability) / len(claim.rivals)) * then.error
    at = stats.norm(effect, moves)
    low, high = claim.edges[0], claim.edges[-1]
    between = max(0.0, float(at.cdf(high - beyond) - at.cdf(low + beyond)))
    return float(at.sf(high + beyond) + at.cdf(low - beyond)) + between
