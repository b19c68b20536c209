"""The values of every metric: which way is better, what a trial is chosen by, and what a seed is judged by."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from build import replicas

from reports.claims.metric import METRICS
from reports.statistics.observations import observe, pair
from reports.statistics.posterior import Probabilities, posterior

NAN = float("nan")
ACCURACY, BRIER, DIVERGENCE = (METRICS[name] for name in ("accuracy", "brier", "divergence"))


def by_brier(*rows: tuple) -> pd.DataFrame:
    """Replicas by their Brier scores: contestant, seed, trial, on validation, on test, diverged_at."""
    table = replicas(*rows, metric="brier", constant=1.5)
    return table.assign(validation_accuracy=1 - table["seed"] / 10, test_accuracy=0.5, test_accuracy_of_constant=0.1)


def test_where_less_is_better_the_smallest_is_chosen_and_the_favourite_with_less_is_ahead():
    table = by_brier(
        ("adam", 0, 0, 0.4, 0.9, NAN), ("adam", 0, 1, 0.3, 0.2, NAN), ("sgd", 0, 0, 0.1, 0.5, NAN),
    )  # fmt: skip
    seen = observe(table, BRIER)
    assert seen["trial"].tolist() == [1, 0]
    assert pair(seen, "adam", "sgd")["difference"].tolist() == pytest.approx([0.3])


def test_a_diverged_replica_counts_as_the_constant_guess_there_too():
    table = by_brier(("adam", 0, 0, NAN, NAN, 1.0), ("sgd", 0, 0, 0.1, 0.5, NAN))
    assert pair(observe(table, BRIER), "adam", "sgd")["difference"].tolist() == [-1.0]


def test_other_metrics_are_those_of_the_trials_that_the_claims_own_chose():
    table = by_brier(("adam", 0, 0, 0.1, 0.9, NAN), ("adam", 0, 1, 0.3, 0.2, NAN))
    table["validation_accuracy"] = [0.6, 0.8]
    (chosen,) = observe(table, BRIER, chosen_by=ACCURACY).to_dict("records")
    assert (chosen["trial"], chosen["value"]) == (1, -0.2)
    for metric in ("divergence", "epochs_to_target"):  # these have no validation value: the score chooses
        assert observe(table, METRICS[metric])["trial"].tolist() == [1]


def test_divergence_is_the_share_of_a_seeds_trials_whichever_is_chosen():
    table = by_brier(
        ("adam", 0, 0, 0.1, 0.1, NAN), ("adam", 0, 1, NAN, NAN, 2.0), ("adam", 0, 2, 0.1, 0.1, NAN),
        ("adam", 0, 3, 0.1, 0.1, NAN), *[("sgd", 0, trial, NAN, NAN, 1.0) for trial in range(4)],
    )  # fmt: skip
    assert observe(table, DIVERGENCE)["value"].tolist() == [-0.25, -1.0]
    assert observe(table, DIVERGENCE, 1)["value"].tolist() == [0.0, -1.0]
    assert pair(observe(table, DIVERGENCE), "adam", "sgd")["difference"].tolist() == [0.75]


def test_divergence_is_by_cell_where_a_word_is_swept():
    """Of adam's deep networks half diverge, of its shallow ones none; of sgd's none at all."""
    rows = {("adam", "1"): NAN, ("adam", "5"): 2.0, ("sgd", "1"): NAN, ("sgd", "5"): NAN}
    table = pd.concat(
        by_brier((name, 0, 0, 0.1, 0.1, NAN), (name, 0, 1, 0.1, 0.1, at)).assign(cell=f"{name}-{depth}", swept=depth)
        for (name, depth), at in rows.items()
    ).reset_index(drop=True)
    seen = observe(table, DIVERGENCE)
    assert dict(zip(seen["cell"], seen["value"], strict=True)) == {"adam-1": 0, "adam-5": -0.5, "sgd-1": 0, "sgd-5": 0}
    assert pair(seen, "adam", "sgd")["difference"].tolist() == [-0.25]
    deep = pair(seen[seen["swept"] == "5"], "adam", "sgd")
    assert deep["difference"].tolist() == [-0.5]
    assert deep["step"].item() ** 2 / 6 == pytest.approx(2 * (1.5 / 9) * (1 - 1.5 / 9) / 2)  # 2 p (1 − p)/n, n = 2


def test_none_of_many_that_diverged_is_a_measurement_and_none_of_few_is_not():
    """12 data sets × 10 seeds × 8 trials each, none of which diverged; and 2 × 2 × 1."""
    for shape, sure in (((12, 10, 8), True), ((2, 2, 1), False)):
        index = pd.MultiIndex.from_product([("adam", "sgd"), *map(range, shape)])
        table = pd.DataFrame(list(index), columns=["contestant", "dataset", "seed", "trial"])
        table = table.assign(diverged_at=NAN, validation_accuracy=0.5, n_train=60, n_test=25)
        pairs = pair(observe(table, DIVERGENCE), "adam", "sgd")
        p = Probabilities.of(posterior(pairs, np.random.default_rng(0)).mean, 0.05)
        assert (p.equivalent > 0.95) is sure
