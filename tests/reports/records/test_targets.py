"""Epochs and time to a target, on tables that were worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reports.claims.metric import METRICS
from reports.records import targets
from reports.statistics.observations import observe, pair

NAN = float("nan")


def trained(*rows: tuple) -> pd.DataFrame:
    """contestant, seed, trial, diverged_at, seconds; the score at the end is that of the curve."""
    table = pd.DataFrame(rows, columns=["contestant", "seed", "trial", "diverged_at", "seconds", "curve"])
    return table.assign(
        dataset="digits", cell=table["contestant"], n_train=60, n_test=25, test_accuracy_of_constant=0.5
    )


def measured(*rows: tuple, timed: bool = True) -> pd.DataFrame:
    table = trained(*rows)
    curves = table.explode("curve").assign(validation_accuracy=lambda rows: rows["curve"].astype(float))
    curves["epoch"] = curves.groupby(level=0).cumcount() + 1
    table["validation_accuracy"] = [curve[-1] for curve in table["curve"]]
    return targets.with_targets(table.drop(columns="curve"), curves.drop(columns="curve"), timed)


# Levels: adam 0.9, sgd 0.7; their median 0.8, the constant guess 0.5: the target is 0.5 + 0.95 · 0.3 = 0.785.
ADAM = ("adam", 0, 0, NAN, 8.0, [0.6, 0.8, 0.7, 0.9])
SGD = ("sgd", 0, 0, NAN, 4.0, [0.5, 0.6, 0.6, 0.7])


def test_the_target_and_when_it_was_reached_for_the_first_time():
    adam, sgd = measured(ADAM, SGD).to_dict("records")
    assert adam["target"] == sgd["target"] == pytest.approx(0.785)
    assert (adam["reached"], adam["epochs_to_target"]) == (True, 2)
    assert (sgd["reached"], sgd["epochs_to_target"]) == (False, 4)


def test_times_are_compared_up_to_what_was_watched_for_everybody():
    """adam is there after 2 of 4 epochs, 4 s of 8; sgd was watched in vain, for 4 s, for 2 s, for 20 s."""
    adam, sgd = measured(ADAM, SGD)["time_to_target"]
    assert (adam, sgd) == (4.0, 4.0)
    adam, sgd = measured(ADAM, (*SGD[:4], 2.0, SGD[5]))["time_to_target"]
    assert (adam, sgd) == (2.0, 2.0)  # nobody knows whether sgd would have got there between 2 s and adam's 4 s
    adam, sgd = measured(ADAM, (*SGD[:4], 20.0, SGD[5]))["time_to_target"]
    assert (adam, sgd) == (4.0, 20.0)


def test_of_the_trials_the_best_one_sets_a_contestants_level_and_of_the_seeds_the_median():
    rows = [("adam", seed, 1, NAN, 1.0, [score]) for seed, score in enumerate((0.7, 0.9, 1.0))]
    worse = [("adam", seed, 0, NAN, 1.0, [0.6]) for seed in range(3)]
    found = measured(*rows, *worse, *[("sgd", seed, 0, NAN, 1.0, [0.7]) for seed in range(3)])
    assert found["target"].unique() == pytest.approx([0.5 + 0.95 * ((0.9 + 0.7) / 2 - 0.5)])


def test_the_target_favours_nobody():
    swapped = {"adam": "sgd", "sgd": "adam"}
    here = measured(ADAM, SGD).set_index("contestant")
    there = measured(*[(swapped[row[0]], *row[1:]) for row in (ADAM, SGD)]).set_index("contestant")
    columns = ["target", "epochs_to_target", "time_to_target", "reached"]
    pd.testing.assert_frame_equal(here[columns], there.rename(index=swapped)[columns], check_names=False)


def test_a_diverged_replica_is_counted_to_the_end_and_not_lost_when_it_diverged():
    found = measured(ADAM, ("sgd", 0, 0, 2.0, 1.0, [0.6, NAN, NAN, NAN])).to_dict("records")
    # sgd's level is the constant guess: the target is 0.5 + 0.95 · (0.7 − 0.5).
    assert found[0]["target"] == pytest.approx(0.69)
    assert (found[1]["reached"], found[1]["epochs_to_target"]) == (False, 4)
    assert found[1]["time_to_target"] == found[0]["time_to_target"] == 4.0  # its 1 s of training bounds nothing


def test_one_that_was_there_before_it_diverged_was_there():
    found = measured(ADAM, ("sgd", 0, 0, 3.0, 1.0, [0.9, 0.9, NAN, NAN])).to_dict("records")
    assert (found[1]["reached"], found[1]["epochs_to_target"]) == (True, 1)


def test_where_nobody_learns_there_is_no_target():
    found = measured(("adam", 0, 0, NAN, 1.0, [0.6, 0.5]), ("sgd", 0, 0, NAN, 1.0, [0.5, 0.5]))
    assert found[["target", "epochs_to_target", "time_to_target"]].isna().all(axis=None)
    assert not found["reached"].any()


def test_seconds_under_parallel_load_are_not_compared():
    found = measured(ADAM, SGD, timed=False)
    assert found["time_to_target"].isna().all()
    assert found["epochs_to_target"].notna().all()


def test_every_swept_value_has_a_target_and_an_end_of_its_own():
    """Deep networks reach less, and later: theirs is 0.5 + 0.95 · (0.6 − 0.5), and no other times count."""
    rows = [ADAM, SGD, ("adam", 0, 0, NAN, 60.0, [0.5, 0.5, 0.7]), ("sgd", 0, 0, NAN, 30.0, [0.5, 0.5, 0.5])]
    table, curves = trained(*rows), trained(*rows).explode("curve")
    table["validation_accuracy"] = [row[-1][-1] for row in rows]
    curves = curves.assign(
        validation_accuracy=curves["curve"].astype(float), epoch=curves.groupby(level=0).cumcount() + 1
    )
    table, curves = (t.assign(swept=t.index // 2, cell=t["cell"] + (t.index // 2).astype(str)) for t in (table, curves))
    found = targets.with_targets(table.drop(columns="curve"), curves.drop(columns=["curve", "swept"]), timed=True)
    assert found["target"].tolist() == pytest.approx([0.785, 0.785, 0.595, 0.595])
    assert found["epochs_to_target"].tolist() == [2, 4, 3, 3]
    assert found["reached"].tolist() == [True, False, True, False]
    assert found["time_to_target"].tolist() == [4.0, 4.0, 30.0, 30.0]


def test_the_difference_is_that_of_restricted_means():
    """Epochs 2 against 4 (censored), at equal seed: the favourite is there 2 epochs earlier; twice as fast is ln 2."""
    found = measured(ADAM, (*SGD[:4], 8.0, SGD[5]))
    for metric, expected in (("epochs_to_target", 2.0), ("time_to_target", np.log(2))):
        seen = observe(found, METRICS[metric])
        assert pair(seen, "adam", "sgd")["difference"].item() == pytest.approx(expected)
        assert pair(seen, "sgd", "adam")["difference"].item() == pytest.approx(-expected)
