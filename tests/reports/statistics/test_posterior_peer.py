"""Our Gibbs sampler beside NUTS (numpyro), on the model of docs/method.md, written once more and otherwise.

The peer sees the difference of every seed, not the sums that posterior.Measured keeps, and nothing is integrated out.
The guard for rounding is no part of that model: `step` is 0 here. One data set alone has its peers in test_posterior.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from calibration.worlds import World
from scipy import stats

from reports.statistics import posterior as gibbs
from reports.statistics.posterior import Interval, Posterior, Probabilities, posterior

pytestmark = pytest.mark.peer
ROPE = 0.01
SHARED = 0.1  # of the variance between seeds, at most (docs/overlap.md)
# NUTS walks all chains at once (vectorized), so many short chains cost less than a few long ones.
CHAINS, WARM_UP, KEPT = 16, 300, 1500

# ReLU − sigmoid in test examples, by `folklore judge relu_vs_the_rest`: (n_test, n_train, by seed). On spirals the
# effect is large and badly known; on cuteness all seeds agree.
RELU_VS_SIGMOID = {
    "breast_cancer": (142, 342, [-5, 0, -1, 0, -3, 1, -1, -2, 2, 0]),
    "circles": (250, 600, [5, 0, -1, 1, 2, -1, 3, 1, 1, 1]),
    "cuteness": (250, 600, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    "digits": (449, 1078, [0, 1, 3, 1, -2, 0, 0, -1, 3, 2]),
    "iris": (38, 90, [0, -2, -1, 1, 1, -3, 0, 0, -2, -1]),
    "moons": (250, 600, [5, -4, 6, 0, 1, 6, 3, 1, 2, 1]),
    "spirals": (250, 600, [0, 58, 35, 38, 42, 9, 37, 23, 42, 13]),
    "wine": (44, 107, [1, 1, -1, 1, 2, -1, 1, 2, 0, 3]),
}


def relu_vs_sigmoid() -> pd.DataFrame:
    rows = [
        (name, seed, difference / n_test, n_test / n_train)
        for name, (n_test, n_train, own) in RELU_VS_SIGMOID.items()
        for seed, difference in enumerate(own)
    ]
    return pd.DataFrame(rows, columns=["dataset", "seed", "difference", "overlap"])


def simulation(seed: int, **world: Any) -> pd.DataFrame:
    return World(**world).table(np.random.default_rng(seed))


def outlier() -> pd.DataFrame:
    """One of eight data sets far from the others: twenty times their spread."""
    table = simulation(2, data_sets=8, mean=0.01)
    return table.assign(difference=table["difference"] + 0.2 * (table["dataset"] == "d5"))


def uneven() -> pd.DataFrame:
    """Six data sets with 2, 5 or 10 seeds and n_test/n_train of 0.4, 1 or 0.1."""
    table = simulation(3, data_sets=6, mean=0.015)
    place = table["dataset"].str[1:].astype(int)
    seeds, overlap = (place.map(lambda at, of=of: of[at % 3]) for of in ((2, 5, 10), (0.4, 1.0, 0.1)))
    return table.assign(overlap=overlap)[table["seed"] < seeds]


TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "twelve": lambda: simulation(1, mean=0.01),
    "outlier": outlier,
    "unequal_variances": lambda: simulation(4, data_sets=8, mean=0.01, unequal=16.0),
    "uneven": uneven,
    "three": lambda: simulation(5, data_sets=3, mean=0.01, between=0.02),
    "two": lambda: simulation(6, data_sets=2, mean=0.02, between=0.02),
    "recorded": relu_vs_sigmoid,
}


@cache
def table(name: str) -> pd.DataFrame:
    return TABLES[name]().assign(step=0.0)


def ours(name: str) -> Posterior:
    return posterior(table(name), np.random.default_rng(20260101))


def model(seeds: dict[int, Any], observed: Any, error2: Any, pooled: float, wide: float) -> None:
    """The formulas of docs/method.md, where Nadeau and Bengio's variance of a mean, σ² (1/S + overlap), is taken at its
    word: seeds have the covariance matrix σ² (I + overlap · 11ᵀ).

    seeds       S → (places, (n, S) differences, (n, S, S) Cholesky factors of I + overlap · 11ᵀ) of the n data sets
                that have S seeds
    observed    (D,) means, and error2, their variances if all σ_d² were `pooled`: for the choice of coordinates only
    pooled      the average variance between seeds
    wide        the scale of the half-Cauchy
    """
    import jax.numpy as jnp
    import numpyro
    from numpyro import distributions as dist

    many, flat = len(observed), dist.ImproperUniform
    real = dist.constraints.real
    tau = numpyro.sample("tau", dist.HalfCauchy(wide))
    scaled_inverse_chi2 = dist.InverseGamma(0.5, pooled / 2)  # of 1 degree of freedom
    sigma2 = numpyro.sample("sigma2", scaled_inverse_chi2.expand([many]).to_event(1))

    # μ and θ_d are moved along by coordinates without units, which tells NUTS about how far μ is known given τ, and
    # θ_d given both. These are no assumptions: the prior is Student's t, and the Jacobian makes up for the rest.
    share = tau**2 / (tau**2 + error2)
    widths = jnp.sqrt(tau**2 + error2.mean()), jnp.sqrt(share * error2)
    mean = observed.mean() + widths[0] * numpyro.sample("mean_coordinate", flat(real, (), ()))
    centre = share * observed + (1 - share) * mean
    theta = centre + widths[1] * numpyro.sample("theta_coordinate", flat(real, (), (many,)))
    numpyro.factor("jacobian", jnp.log(widths[0]) + jnp.log(widths[1]).sum())
    numpyro.factor("between", dist.StudentT(4, mean, tau).log_prob(theta).sum())
    numpyro.deterministic("mean", mean)
    numpyro.deterministic("theta", theta)

    for count, (places, differences, lower) in seeds.items():
        means = theta[places][:, None] * jnp.ones(count)
        scale_tril = jnp.sqrt(sigma2[places])[:, None, None] * lower
        seen = dist.MultivariateNormal(means, scale_tril=scale_tril).to_event(1)
        numpyro.sample(f"with_{count}_seeds", seen, obs=differences)


@cache
def sampler(count: tuple[int, ...]) -> Any:
    """NUTS for tables with so many seeds by data set: compiled once for all that are alike in that."""
    import numpyro
    from numpyro.infer import MCMC, NUTS

    numpyro.enable_x64()
    kernel = NUTS(model, target_accept_prob=0.9)
    settings = {"chain_method": "vectorized", "progress_bar": False, "jit_model_args": True}
    return MCMC(kernel, num_warmup=WARM_UP, num_samples=KEPT, num_chains=CHAINS, **settings)


@dataclass(frozen=True)
class Peer:
    """What NUTS found.

    effects     in the words of our own Posterior
    chains      (chains, draws) of everything that it walked over, by name
    diverging   share of its steps that diverged: their error of integration is not small
    """

    effects: Posterior
    chains: dict[str, np.ndarray]
    diverging: float


def peers(name: str) -> tuple[Peer, Peer]:
    """By what seeds share of a paired difference, which μ rests on; and by n_test/n_train, for each data set alone."""
    return walked(name, SHARED), walked(name)


def found_by_peers(name: str) -> Posterior:
    mean, data_sets = peers(name)
    return replace(mean.effects, data_sets=data_sets.effects.data_sets)


@cache
def walked(name: str, at_most: float = np.inf) -> Peer:
    """What NUTS finds where seeds share their `overlap`, but not more than this."""
    from jax import random

    groups = {str(key): group for key, group in table(name).groupby("dataset")}
    unit = float(table(name)["difference"].std())  # NUTS starts within ±2, so differences are made about 1
    values = [group["difference"].to_numpy() / unit for group in groups.values()]
    overlap = np.array([min(group["overlap"].iloc[0], at_most) for group in groups.values()])
    count = np.array([len(own) for own in values])
    observed = np.array([own.mean() for own in values])
    pooled = float(sum(((own - own.mean()) ** 2).sum() for own in values) / (count - 1).sum())
    wide = float(10 * max(observed.std(), np.sqrt(pooled)))
    seeds = {}
    for size in np.unique(count):
        places = np.flatnonzero(count == size)
        lower = np.linalg.cholesky(np.eye(size) + overlap[places, None, None] * np.ones((size, size)))
        seeds[int(size)] = (places, np.array([values[at] for at in places]), lower)
    mcmc = sampler(tuple(count))
    mcmc.run(random.key(1), seeds, observed, pooled * (1 / count + overlap), pooled, wide, extra_fields=("diverging",))
    found = {key: np.asarray(value) for key, value in mcmc.get_samples(group_by_chain=True).items()}
    chains = {"mean": found["mean"], "tau": found["tau"]}
    for at, key in enumerate(groups):
        chains |= {f"effect on {key}": found["theta"][..., at], f"variance on {key}": found["sigma2"][..., at]}
    new = found["mean"] + found["tau"] * np.random.default_rng(1).standard_t(4, found["tau"].shape)
    effects = Posterior(
        mean=unit * found["mean"].ravel(),
        data_sets={key: unit * found["theta"][..., at].ravel() for at, key in enumerate(groups)},
        new=unit * new.ravel(),
        spread=float("nan"),
    )
    return Peer(effects, chains, float(np.mean(mcmc.get_extra_fields()["diverging"])))


def by_name(found: Posterior) -> dict[str, np.ndarray]:
    return {"the mean": found.mean, "a new data set": found.new, **found.data_sets}


def difference_of_probabilities(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest of three: of P(better), P(equivalent) and P(worse)."""
    one, other = (np.array(astuple(Probabilities.of(draws, ROPE))) for draws in (ours, theirs))
    return float(np.abs(one - other).max())


each_table = pytest.mark.parametrize("name", TABLES)


@each_table
def test_the_peer_has_converged(name):
    """After Vehtari et al. (2021), Rank-normalization, folding, and localization: An improved R̂, Bayesian Analysis 16:
    normal scores of ranks, because with two data sets the mean effect has no variance."""
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    for found in peers(name):
        assert found.diverging < 0.001
        for key, draws in found.chains.items():
            ranks = stats.rankdata(draws).reshape(draws.shape)
            scores = stats.norm.ppf((ranks - 3 / 8) / (draws.size + 1 / 4))
            assert split_gelman_rubin(scores) < 1.01, key
            assert effective_sample_size(scores) > 5000, key


@each_table
def test_what_a_report_draws_is_enough_for_its_probabilities(name):
    """Of the mean effect, which verdicts are about, and of a new data set."""
    mine, theirs = ours(name), found_by_peers(name)
    assert difference_of_probabilities(mine.mean, theirs.mean) < 0.02
    assert difference_of_probabilities(mine.new, theirs.new) < 0.02


@each_table
def test_both_draw_from_one_posterior(name, monkeypatch):
    """With twenty times the draws of a report: those of one data set's effect hang together where variances differ, and
    a few thousand independent ones are too few to compare means. `pytest -m peer -n 0 -s` prints the differences.
    """
    monkeypatch.setattr(gibbs, "KEPT", 20 * gibbs.KEPT)
    mine, theirs = by_name(ours(name)), by_name(found_by_peers(name))
    assert list(mine) == list(theirs)
    for key, draws in mine.items():
        truth = Interval.of(theirs[key])
        of_probabilities = difference_of_probabilities(draws, theirs[key])
        of_means = abs(draws.mean() - theirs[key].mean()) / theirs[key].std()
        print(f"{name}, {key}: probabilities {of_probabilities:.4f}, means {of_means:.4f} standard deviations")
        assert of_probabilities < 0.02, key
        # The largest difference between both distribution functions: any probability, whatever the ROPE.
        assert stats.ks_2samp(draws, theirs[key], method="asymp").statistic < 0.02, key
        assert (draws < truth.low).mean() == pytest.approx(0.025, abs=0.005), key
        assert (draws > truth.high).mean() == pytest.approx(0.025, abs=0.005), key
        # Means, but for μ and a new data set of two: their variance is infinite, so a few draws decide the mean.
        if key in ("the mean", "a new data set"):
            assert name == "two" or of_means < 0.02, key
        else:
            assert of_means < 0.03, key
