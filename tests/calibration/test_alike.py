"""What `make alike` shows is shown of what it says: contestants that are alike, and one that is made worse."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.append(str(Path(__file__).parent))  # as for `make alike`, which runs alike.py as a script

import alike


@pytest.mark.parametrize("name", [alike.BASE, *list(alike.WEIGHTS)[:2], *list(alike.EPSILONS)[:2]])
def test_a_contestant_is_adam_but_for_what_its_name_says(name):
    base = alike.adam_on("moons")
    own = alike.as_contestant(base, name)
    weights = [one.init.draw(np.random.default_rng(0), 3, 2, 1.0) for one in (base, own)]
    assert np.array_equal(*weights) == (name not in alike.WEIGHTS)
    assert weights[0].std() == pytest.approx(weights[1].std(), rel=2)
    assert own.optimizer.eps == alike.EPSILONS.get(name, base.optimizer.eps)
    assert (own.split, own.tuning, own.training) == (base.split, base.tuning, base.training)


def test_all_contestants_are_trained_on_the_data_sets_of_the_main_job():
    planned = list(alike.tasks())
    assert len(planned) == 16 * 10 == len(set(planned))
    assert {"pima", "spirals"} <= {data_set for data_set, _ in planned}


def test_what_is_spoilt_is_a_share_of_the_test_part_and_only_of_one():
    rows = pd.DataFrame({"contestant": ["adam", "x"], "n_test": [150, 150], "test_accuracy": [0.9, 0.9]})
    found = alike.spoilt(rows, "x", 0.02)["test_accuracy"]
    assert found.tolist() == pytest.approx([0.9, 0.88])
