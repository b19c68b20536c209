import numpy as np
import pytest

from harness.errors import BadWord
from harness.sampling.split import Split, Whole

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


@pytest.fixture
def patients():
    """Classes and patients of 2,000 rows: 120 patients of 1 to 60 rows, each with an inclination of its own."""
    rng = np.random.default_rng(5)
    sizes = rng.integers(1, 61, 120)
    patient = np.repeat(rng.permutation(1000)[:120], sizes)[:2000]
    ill = rng.beta(0.5, 1.0, 1000)[patient]
    shuffled = rng.permutation(len(patient))
    return (rng.random(len(patient)) < ill).astype(int)[shuffled], patient[shuffled]


@pytest.mark.parametrize("seed", range(5))
def test_no_group_is_on_two_sides_and_every_row_in_one_part(patients, seed):
    y, patient = patients
    parts = Split(0.25, 0.2).parts(y, seed, patient)
    rows = [parts.train, parts.validation, parts.test]
    assert sorted(np.concatenate(rows)) == list(range(len(y)))
    train, validation, test = (set(patient[part]) for part in rows)
    assert not train & validation
    assert not train & test
    assert not validation & test


@pytest.mark.parametrize("seed", range(5))
def test_grouped_parts_have_about_their_shares_of_rows_and_classes(patients, seed):
    y, patient = patients
    parts = Split(0.25, 0.2).parts(y, seed, patient)
    for part, share in ((parts.test, 0.25), (parts.validation, 0.15), (parts.train, 0.6)):
        assert len(part) / len(y) == pytest.approx(share, abs=0.03)  # the largest group
        assert y[part].mean() == pytest.approx(y.mean(), abs=0.05)


def test_a_grouped_test_part_is_the_same_at_every_validation_fraction(patients):
    y, patient = patients
    tests = [Split(0.25, fraction).parts(y, 5, patient).test for fraction in (0.05, 0.2, 0.5)]
    assert all((tests[0] == other).all() for other in tests)
    other_seed = Split(0.25, 0.2).parts(y, 6, patient).test
    assert set(tests[0]) != set(other_seed)


def test_pure_groups_of_equal_size_are_split_exactly():
    y, group = np.repeat([0, 1], [120, 80]), np.arange(200) // 2
    parts = Split(0.25, 0.2).parts(y, 0, group)
    assert np.bincount(y[parts.test]).tolist() == [30, 20]
    assert np.bincount(y[parts.validation]).tolist() == [18, 12]


def test_three_groups_are_enough_and_two_are_not():
    y = np.arange(60) % 2
    parts = Split(0.25, 0.2).parts(y, 0, np.arange(60) // 20)
    assert [len(part) for part in (parts.train, parts.validation, parts.test)] == [20, 20, 20]
    with pytest.raises(BadWord, match="60 rows of 2 groups leave"):
        Split(0.25, 0.2).parts(y, 0, np.arange(60) // 30)


def test_the_whole_is_every_row_in_every_part():
    parts = Whole().parts(np.array([0, 1, 1, 0]), seed=3)
    assert parts.train.tolist() == parts.validation.tolist() == parts.test.tolist() == [0, 1, 2, 3]
