"""From replicas to pairs: chosen on validation, judged on test, paired by seed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from build import replicas

from reports.claims.metric import METRICS
from reports.statistics.observations import observe, pair

NAN = float("nan")
ACCURACY = METRICS["accuracy"]


def test_the_trial_is_chosen_on_validation_and_judged_on_test():
    table = replicas(("adam", 0, 0, 0.7, 0.99, NAN), ("adam", 0, 1, 0.8, 0.5, NAN))
    (chosen,) = observe(table, ACCURACY).to_dict("records")
    assert (chosen["trial"], chosen["value"]) == (1, 0.5)


def test_test_scores_never_change_what_is_chosen():
    rng = np.random.default_rng(0)
    rows = [("adam", seed, trial, rng.random(), rng.random(), NAN) for seed in range(5) for trial in range(4)]
    table = replicas(*rows)
    other = table.assign(test_accuracy=rng.random(len(table)))
    assert observe(table, ACCURACY)["trial"].tolist() == observe(other, ACCURACY)["trial"].tolist()


def test_of_equal_trials_the_published_default_wins():
    table = replicas(("adam", 0, 1, 0.8, 0.1, NAN), ("adam", 0, 0, 0.8, 0.2, NAN))
    assert observe(table, ACCURACY)["value"].tolist() == [0.2]


def test_a_diverged_replica_is_chosen_only_when_all_diverged_and_counts_as_the_constant_guess():
    table = replicas(
        ("adam", 0, 0, 0.9, 0.9, 3.0), ("adam", 0, 1, 0.2, 0.3, NAN),
        ("adam", 1, 0, NAN, NAN, 1.0), ("adam", 1, 1, NAN, NAN, 2.0),
    )  # fmt: skip
    chosen = observe(table, ACCURACY)
    assert chosen["value"].tolist() == [0.3, 0.1]
    assert chosen["diverged"].tolist() == [False, True]
    assert len(chosen) == 2  # counted, not dropped


def test_a_smaller_budget_sees_the_first_trials_only():
    table = replicas(("adam", 0, 0, 0.5, 0.5, NAN), ("adam", 0, 1, 0.6, 0.6, NAN), ("adam", 0, 2, 0.9, 0.9, NAN))
    assert [observe(table, ACCURACY, k)["value"].item() for k in (1, 2, 3)] == [0.5, 0.6, 0.9]


def test_pairs_are_made_by_seed_and_a_seed_alone_is_none():
    table = replicas(
        ("adam", 0, 0, 1, 0.9, NAN), ("adam", 1, 0, 1, 0.7, NAN), ("sgd", 1, 0, 1, 0.6, NAN), ("sgd", 2, 0, 1, 0.1, NAN)
    )
    (row,) = pair(observe(table, ACCURACY), "adam", "sgd").to_dict("records")
    assert row["seed"] == 1
    assert row["difference"] == pytest.approx(0.1)
    assert row["overlap"] == pytest.approx(25 / 60)
    assert row["step"] == pytest.approx(1 / 25)


def test_a_data_set_that_one_contestant_never_saw_is_not_paired():
    table = replicas(("adam", 0, 0, 1, 0.9, NAN), ("sgd", 0, 0, 1, 0.6, NAN))
    more = pd.concat([table, table[:1].assign(dataset="wine")])
    assert pair(observe(more, ACCURACY), "adam", "sgd")["dataset"].tolist() == ["digits"]
    assert pair(observe(table, ACCURACY), "adam", "nobody").empty
