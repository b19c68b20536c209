from __future__ import annotations

import numpy as np
import pytest
from sklearn.impute import MissingIndicator
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from datasets.dataset import Dataset
from harness.training.preparation import centred, prepared, standardized, width

GAP = np.nan


def table(x, *categories: tuple[str, ...] | None) -> Dataset:
    x = np.array(x, np.float64)
    names = tuple(f"c{n}" for n in range(x.shape[1]))
    return Dataset("some", x, np.arange(len(x)) % 2, ("a", "b"), names, "here", categories=categories or None)


def test_by_hand():
    """Numbers with a gap, a category with a gap, and one without. Rows 0 … 2 train: mean 2, standard deviation 1."""
    data = table([[1, 0, 1], [3, 1, 0], [GAP, GAP, 0], [5, 0, 2], [GAP, 2, 1]], None, ("u", "v", "w"), ("p", "q", "r"))
    assert prepared(data, np.arange(3)).tolist() == [
        # scaled, missing   u  v  w  missing   p  q  r
        [-1, 0, 1, 0, 0, 0, 0, 1, 0],
        [1, 0, 0, 1, 0, 0, 1, 0, 0],
        [0, 1, 0, 0, 0, 1, 1, 0, 0],
        [3, 0, 1, 0, 0, 0, 0, 0, 0],  # r is not met in the training part
        [0, 1, 0, 0, 0, 0, 0, 1, 0],  # nor is w
    ]


def test_what_the_training_part_cannot_teach_is_0():
    data = table([[7, 1], [7, 1], [1000, GAP], [GAP, 0]], None, ("u", "v"))
    assert prepared(data, np.arange(2))[2:].tolist() == [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]
    gaps = table([[GAP], [GAP], [1000]], None)
    assert prepared(gaps, np.arange(2)).tolist() == [[0, 1], [0, 1], [0, 0]]


def test_nor_does_a_number_that_is_constant_there_enter_among_numbers_alone():
    """In raw units, mnist_5k's pixels at the border came in as up to 253."""
    data = table([[7, 1], [7, 3], [1000, 5], [-253, 1]])
    assert prepared(data, np.arange(2)).tolist() == [[0, -1], [0, 1], [0, 3], [0, -1]]
    assert prepared(table([[0.1], [0.1], [0.3]]), np.arange(2)).tolist() == [[0], [0], [0]]


def test_but_a_target_that_is_constant_there_stays_another_in_other_rows():
    """Else a network that says the constant would predict the test part without an error."""
    assert centred(np.array([[7.0], [7], [1000]]), np.arange(2)).tolist() == [[0], [0], [993]]


@pytest.fixture(scope="module")
def mixed() -> Dataset:
    rng = np.random.default_rng(3)
    x = np.column_stack([rng.normal(40, 9, 300), rng.integers(0, 4, 300), rng.exponential(5, 300)])
    x[rng.random(300) < 0.2, 0] = GAP
    x[rng.random(300) < 0.1, 1] = GAP
    return table(x, None, ("u", "v", "w", "z"), None)


def test_as_scikit_learn_does_it(mixed):
    train, x = np.arange(200), mixed.x
    scaled = StandardScaler().fit(x[train][:, [0, 2]]).transform(x[:, [0, 2]])
    levels = OneHotEncoder(categories=[[0.0, 1.0, 2.0, 3.0]], sparse_output=False, handle_unknown="ignore")
    levels = levels.fit(x[train][:, [1]][~np.isnan(x[train][:, 1])]).transform(x[:, [1]])
    gaps = MissingIndicator().fit(x[train]).transform(x)
    expected = np.column_stack([np.nan_to_num(scaled[:, 0]), gaps[:, 0], levels, gaps[:, 1], scaled[:, 1]])
    np.testing.assert_allclose(prepared(mixed, train), expected, rtol=1e-12, atol=1e-12)


def test_rows_that_do_not_train_change_nothing_for_those_that_do(mixed):
    train = np.arange(200)
    before = prepared(mixed, train)
    other = mixed.x.copy()
    other[200:, [0, 2]] = 1e9
    other[200:, 1] = (mixed.x[200:, 1] + 1) % 4
    after = prepared(table(other, *mixed.categories), train)
    np.testing.assert_array_equal(after[:200], before[:200])


def test_numbers_alone_are_standardized_to_the_bit(mixed):
    x = np.random.default_rng(1).normal(5, 3, (50, 4))
    train = np.arange(0, 50, 2)
    expected = (x - x[train].mean(axis=0)) / x[train].std(axis=0)
    np.testing.assert_array_equal(prepared(table(x), train), expected)
    np.testing.assert_array_equal(standardized(x, train), expected)
    assert width(table(x)) == 4
    assert width(mixed) == 1 + 1 + 4 + 1 + 1


@pytest.mark.parametrize("value", [0.1, 1e-7, 1e9 / 3, 0.0])
def test_a_constant_is_0_whatever_its_rounding(value):
    """The standard deviation of forty times 0.1 is 4e-17 and not 0: divided by it, a rounding error would become 1."""
    x = np.column_stack([np.full(60, value), np.arange(60.0)])
    train = np.arange(0, 60, 2) if value else np.arange(40)
    assert not standardized(x, train)[:, 0].any()
    gaps = x.copy()
    gaps[59] = np.nan
    assert np.abs(prepared(table(gaps, None, None), train)[:, 0]).max() == 0


def test_what_varies_little_still_varies():
    x = (1e9 + np.arange(60.0) / 100)[:, None]  # seconds since 1970, measured to a hundredth
    assert standardized(x, np.arange(40))[:40].std() == pytest.approx(1)
