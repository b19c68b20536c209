"""How well a posterior was drawn, from what its chains disagree about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Convergence:
    """Of draws from C chains of n steps each.

    r_hat        the potential scale reduction: 1 if all chains, and both halves of each, say the same
    effective    so many independent draws would know the mean as well
    """

    r_hat: float
    effective: float

    @classmethod
    def of(cls, draws: np.ndarray, chains: int) -> Convergence:
        """Of `draws` (n · chains,), step by step.

        R-hat of split chains, √((n − 1)/n + B/(n W)), B/n being the variance of the chains' means and W the mean
        variance within them: Gelman et al. (2013), Bayesian Data Analysis, 11.4. Effective are C · variance/variance of
        the chains' means, which with 64 chains is known to a fifth of itself.
        """
        whole = draws.reshape(-1, chains)
        half = len(whole) // 2
        split = np.concatenate([whole[:half], whole[half : 2 * half]], axis=1)
        within = float(split.var(axis=0, ddof=1).mean())
        if within == 0:
            return cls(1.0, float(len(draws)))
        r_hat = float(np.sqrt((half - 1) / half + split.mean(axis=0).var(ddof=1) / within))
        between = float(whole.mean(axis=0).var(ddof=1))
        return cls(r_hat, min(float(len(draws)), chains * float(whole.var()) / max(between, 1e-300)))


def error_of_share(hits: np.ndarray, chains: int) -> float:
    """The Monte Carlo error of a probability: of the share of draws in which something holds, (n · chains,) of bool."""
    by_chain = hits.reshape(-1, chains).mean(axis=0)
    return float(by_chain.std(ddof=1) / np.sqrt(chains))
