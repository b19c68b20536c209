import numpy as np
import pytest

from harness.sampling.trials import Range, Tuning

SEARCH = {"lr": Range(1e-4, 1e-1, "log")}


def test_trial_0_is_the_published_default():
    assert Tuning(8).hyperparameters({"lr": 0.003}, SEARCH)["lr"][0] == 0.003


def test_one_trial_is_the_default_alone():
    assert Tuning(1).hyperparameters({"lr": 0.003}, SEARCH)["lr"].tolist() == [0.003]


def test_trials_cover_the_logarithm_evenly():
    tried = Tuning(65).hyperparameters({"lr": 0.01}, SEARCH)["lr"][1:]
    assert tried.min() >= 1e-4
    assert tried.max() <= 1e-1
    counts, _ = np.histogram(np.log10(tried), bins=4, range=(-4, -1))
    assert counts.tolist() == [16, 16, 16, 16]


def test_a_smaller_budget_is_the_beginning_of_a_larger_one():
    few, many = (Tuning(k).hyperparameters({"lr": 0.01}, SEARCH)["lr"] for k in (4, 9))
    assert (few == many[:4]).all()


def test_every_contestant_tries_the_same_shares_of_its_space():
    other = {"lr": Range(1e-3, 1.0, "log")}
    ours, theirs = (Tuning(8).hyperparameters({"lr": 0.01}, s)["lr"][1:] for s in (SEARCH, other))
    shares = [(np.log10(v) - low) / 3 for v, low in ((ours, -4), (theirs, -3))]
    np.testing.assert_allclose(*shares, atol=1e-12)


def test_draw_moves_the_points():
    first, other = (Tuning(4, draw).hyperparameters({"lr": 0.01}, SEARCH)["lr"] for draw in (0, 1))
    assert (first[1:] != other[1:]).all()


def test_a_linear_range():
    assert Range(2.0, 4.0, "linear").at(np.array([0.0, 0.5])).tolist() == [2.0, 3.0]


@pytest.mark.parametrize(
    ("entries", "message"),
    [((1.0, 0.1, "log"), "low must be below high"), ((0.0, 1.0, "log"), "above 0"), ((0.1, 1.0, "lin"), "log")],
)
def test_a_faulty_range_is_refused(entries, message):
    with pytest.raises(ValueError, match=message):
        Range(*entries)


def test_no_trial_is_no_tuning():
    with pytest.raises(ValueError, match="trials must be at least 1, not 0"):
        Tuning(0)
