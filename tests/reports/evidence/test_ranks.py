"""Mean ranks and their critical difference, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from build import scores
from scipy import stats

from reports.evidence.ranks import ranks


def test_ranks_by_hand():
    """a is best on three data sets of four and shares a place on one; q(0.05, 3, ∞)/√2 = 2.343 (Demšar's table)."""
    table = scores(
        a=[[0.9], [0.9], [0.9], [0.8]], b=[[0.8], [0.8], [0.8], [0.8]], c=[[0.7], [0.7], [0.7], [0.7]]
    )  # fmt: skip
    found = ranks(table, 0.05)
    assert found.mean == pytest.approx({"a": 4.5 / 4, "b": 7.5 / 4, "c": 3.0})
    assert found.critical == pytest.approx(2.343 * np.sqrt(3 * 4 / (6 * 4)), abs=1e-3)
    means = table.groupby("dataset").mean()
    assert found.p == pytest.approx(stats.friedmanchisquare(*means.to_numpy().T).pvalue)
    assert found.pairs.loc["a", "c"] == found.pairs.loc["c", "a"] < 0.05 < found.pairs.loc["a", "b"]


def test_ranks_need_three_of_each_and_bear_ties():
    assert ranks(scores(a=[[1.0]] * 4, b=[[0.0]] * 4), 0.05) is None
    assert ranks(scores(a=[[1.0]] * 2, b=[[0.0]] * 2, c=[[0.0]] * 2), 0.05) is None
    assert ranks(scores(a=[[1.0]] * 4, b=[[1.0]] * 4, c=[[1.0]] * 4), 0.05).p == 1
