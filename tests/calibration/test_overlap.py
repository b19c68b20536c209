"""What seeds share is measured rightly, where it is known; and tables of one data set share no row."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.append(str(Path(__file__).parent))  # as for `make overlap`, which runs overlap.py as a script

import overlap


@pytest.mark.parametrize("shared", [0.0, 0.1, 0.4])
def test_what_is_shared_is_found(shared):
    """400 tables: V is known to 7 %."""
    rng, tables = np.random.default_rng(0), 400
    common = np.sqrt(shared) * rng.standard_normal((tables, 1))
    values = 0.03 + 0.02 * (common + rng.standard_normal((tables, overlap.SEEDS)))
    rows = pd.DataFrame({"number": np.repeat(np.arange(tables), overlap.SEEDS), "difference": values.ravel()})
    found = overlap.measured(rows.assign(data_set="moons", comparison="a", arm="tuned", ratio=0.42))
    assert found["rho"].item() == pytest.approx(shared, abs=3 * found["error"].item())
    assert found["error"].item() < 0.04


@pytest.mark.parametrize("name", ["spam", "moons"])
def test_tables_of_a_data_set_share_no_row(name):
    first, second = (overlap.table(overlap.Task(name, number)) for number in (0, 1))
    assert len(first.y) == len(second.y) == overlap.ROWS
    both = np.concatenate([first.x, second.x])
    shared = len(both) - len(np.unique(both, axis=0))
    own = sum(len(one.x) - len(np.unique(one.x, axis=0)) for one in (first, second))
    assert shared - own <= (0 if name == "moons" else 30)  # mails that are in the file several times
