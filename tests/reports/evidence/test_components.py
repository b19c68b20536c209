"""Where the variance of a score comes from, by hand and from what was put in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from build import a_claim

from reports.evidence.components import components

NAN = float("nan")


def test_components_by_hand():
    """y = d + 2 s + 4 t without interaction: σ_E is 0, and σ_S², σ_T² are the variances of (0, 2) and (0, 4).

    Adam's two data sets differ by less than its seeds and trials would make them, so σ_D is 0.
    """
    rows = [
        (f"d{d}", name, s, t, 1.0 * d + (2.0 * s + 4.0 * t) * (name == "adam"))
        for name in ("adam", "adagrad")
        for d in range(2)
        for s in range(2)
        for t in range(2)
    ]
    replicas = pd.DataFrame(rows, columns=["dataset", "contestant", "seed", "trial", "test_accuracy"])
    replicas = replicas.assign(validation_accuracy=0.5, test_accuracy_of_constant=0.0, diverged_at=NAN, n_test=9)
    adam, adagrad, difference = components(replicas, a_claim())
    assert (adam.data_set, adam.tuning, adam.seed, adam.rest) == pytest.approx((0, np.sqrt(8), np.sqrt(2), 0))
    assert adagrad.data_set == pytest.approx(np.sqrt(0.5))
    assert (adagrad.tuning, adagrad.seed, adagrad.rest) == (0, 0, 0)
    assert difference.of == "adam − adagrad"
    assert difference.shares == pytest.approx((0, 0.8, 0.2, 0))


def test_components_recover_what_was_put_in():
    rng, (many, seeds, trials) = np.random.default_rng(0), (60, 8, 8)
    put = {"data_set": 0.1, "tuning": 0.05, "seed": 0.03, "rest": 0.02}
    values = (
        put["data_set"] * rng.standard_normal((many, 1, 1))
        + put["seed"] * rng.standard_normal((many, seeds, 1))
        + put["tuning"] * rng.standard_normal((many, 1, trials))
        + put["rest"] * rng.standard_normal((many, seeds, trials))
    )
    place = np.indices(values.shape).reshape(3, -1)
    one = pd.DataFrame({"dataset": place[0], "seed": place[1], "trial": place[2], "test_accuracy": values.ravel()})
    both = pd.concat([one.assign(contestant=name) for name in ("adam", "adagrad")])
    both = both.assign(validation_accuracy=0.5, test_accuracy_of_constant=0.0, diverged_at=NAN, n_test=9)
    found = components(both, a_claim())[0]
    assert {name: getattr(found, name) for name in put} == pytest.approx(put, rel=0.12)


def test_without_repeats_there_are_no_components(usual):
    replicas = usual.recorded.replicas
    for few in ("trial == 0", "seed == 0", "dataset == 'wine'"):
        assert components(replicas.query(few), usual.claim) == []


def test_where_all_trials_of_a_seed_have_one_value_there_are_no_components(usual):
    assert components(usual.recorded.replicas, a_claim(rivals=("adagrad", "sgd"), metric="divergence")) == []
