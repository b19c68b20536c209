"""Some rows of a data set: which, and that they are the same for everybody."""

from __future__ import annotations

import numpy as np
import pytest
from cells import cell

from datasets.dataset import Dataset, DatasetError
from harness.sampling.subsample import subsample


def table(*counts: int) -> Dataset:
    """As many rows of each class as `counts` says, in mixed order; x is the row's number. No counts: a regression."""
    y = np.repeat(np.arange(len(counts)), counts) if counts else np.linspace(0.0, 1.0, 100)
    y = np.random.default_rng(0).permutation(y)
    names = tuple("abcdefg"[: len(counts)])
    return Dataset("rows", np.arange(len(y), dtype=np.float64)[:, None], y, names, ("row",), "here")


@pytest.mark.parametrize("n", [20, 50, 99, 100])
def test_classes_keep_their_shares(n):
    some = subsample(table(50, 30, 20), n)
    assert len(some.y) == n
    np.testing.assert_allclose(np.bincount(some.y), [0.5 * n, 0.3 * n, 0.2 * n], atol=1)


def test_rows_keep_their_answers_and_none_comes_twice():
    whole = table(50, 30, 20)
    some = subsample(whole, 40)
    rows = some.x[:, 0].astype(int)
    assert len(set(rows)) == 40
    np.testing.assert_array_equal(some.y, whole.y[rows])
    assert (some.classes, some.features, some.name) == (whole.classes, whole.features, whole.name)


@pytest.mark.parametrize("whole", [table(50, 30, 20), table()], ids=["classes", "numbers"])
def test_a_smaller_subsample_is_part_of_a_larger_one_and_drawn_at_random(whole):
    rows = [set(subsample(whole, n).x[:, 0]) for n in (30, 60, 100)]
    assert rows[0] < rows[1] < rows[2]
    assert rows[0] != set(range(30))


def test_all_cells_and_seeds_have_the_same_rows():
    one, other = cell("subsample=100", "optimizer=sgd"), cell("subsample=100", "first_seed=7", "split=hold_out_10")
    assert one.data().digest == other.data().digest != cell("subsample=101").data().digest
    assert one.data().x.shape == (100, 64)
    assert cell().data().x.shape == (1797, 64)


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (101, "subsample=101: rows has 100 rows only"),
        (10, "subsample=10: no row of rows's class c would be left; it takes [0-9]+ rows to have all classes"),
    ],
)
def test_rows_that_are_not_there(n, said):
    with pytest.raises(DatasetError, match=said):
        subsample(table(60, 38, 2), n)


def test_as_many_rows_as_it_takes_have_all_classes():
    whole = table(60, 38, 2)
    with pytest.raises(DatasetError) as caught:
        subsample(whole, 10)
    least = int(str(caught.value).split("it takes ")[1].split()[0])
    assert np.bincount(subsample(whole, least).y).min() == 1
    with pytest.raises(DatasetError):
        subsample(whole, least - 1)
