"""Convergence of chains, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from reports.statistics.convergence import Convergence, error_of_share

CHAINS = 64


def test_independent_draws_are_worth_themselves():
    draws = np.random.default_rng(0).standard_normal((400, CHAINS))
    found = Convergence.of(draws.ravel(), CHAINS)
    assert found.r_hat == pytest.approx(1, abs=0.01)
    assert found.effective > 0.6 * draws.size


def test_draws_that_hang_together_are_worth_less():
    """A chain x' = a x + noise is worth n (1 − a)/(1 + a) draws: a nineteenth with a = 0.9."""
    rng, a = np.random.default_rng(1), 0.9
    chain = np.empty((3000, CHAINS))
    chain[0] = rng.standard_normal(CHAINS)
    for step in range(1, len(chain)):
        chain[step] = a * chain[step - 1] + np.sqrt(1 - a**2) * rng.standard_normal(CHAINS)
    assert Convergence.of(chain.ravel(), CHAINS).effective == pytest.approx(chain.size / 19, rel=0.4)


def test_chains_that_disagree_are_seen():
    draws = np.random.default_rng(2).standard_normal((400, CHAINS)) + np.where(np.arange(CHAINS) % 2, 1, -1)
    assert Convergence.of(draws.ravel(), CHAINS).r_hat > 1.3


def test_a_drift_within_all_chains_is_seen():
    draws = np.random.default_rng(3).standard_normal((400, CHAINS)) + np.linspace(-2, 2, 400)[:, None]
    assert Convergence.of(draws.ravel(), CHAINS).r_hat > 1.3


def test_draws_that_are_all_equal_are_certain():
    assert Convergence.of(np.zeros(640), CHAINS) == Convergence(1.0, 640.0)


def test_the_error_of_a_share_is_the_binomial_one_of_independent_draws():
    hits = np.random.default_rng(4).random(100 * CHAINS) < 0.9
    assert error_of_share(hits, CHAINS) == pytest.approx(np.sqrt(0.9 * 0.1 / hits.size), rel=0.3)
