import numpy as np
import pytest

from harness.errors import BadWord
from harness.split import Split

Y = np.repeat([0, 1, 2], [50, 30, 20])


def test_every_row_is_in_exactly_one_part():
    parts = Split(0.25, 0.2).parts(Y, seed=3)
    assert sorted(np.concatenate([parts.train, parts.validation, parts.test])) == list(range(100))
    assert [len(parts.test), len(parts.validation), len(parts.train)] == [25, 15, 60]


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_classes_have_the_same_shares_in_every_part(part):
    rows = getattr(Split(0.25, 0.2).parts(Y, seed=0), part)
    expected = np.bincount(Y) / len(Y) * len(rows)
    assert np.abs(np.bincount(Y[rows]) - expected).max() <= 1


def test_the_test_part_is_the_same_at_every_validation_fraction():
    tests = [Split(0.25, fraction).parts(Y, seed=5).test for fraction in (0.05, 0.2, 0.5)]
    assert all((tests[0] == other).all() for other in tests)


def test_a_smaller_validation_part_lies_within_a_larger_one():
    small, large = (Split(0.25, fraction).parts(Y, seed=5).validation for fraction in (0.1, 0.4))
    assert set(small) < set(large)


def test_seeds_matter_and_nothing_else_does():
    first, again, other = (Split().parts(Y, seed).test for seed in (1, 1, 2))
    assert (first == again).all()
    assert set(first) != set(other)


def test_a_part_without_rows_is_refused():
    with pytest.raises(BadWord, match="3 rows leave"):
        Split(0.25, 0.05).parts(np.array([0, 1, 1]), seed=0)


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.1, float("nan")])
def test_fractions_lie_between_0_and_1(fraction):
    with pytest.raises(ValueError, match="validation must lie between 0 and 1"):
        Split(0.25, fraction)
