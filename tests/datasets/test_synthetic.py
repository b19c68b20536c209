"""Data sets made by a formula, beside closed forms, points by hand, and other libraries' versions of them."""

from __future__ import annotations

import re

import numpy as np
import pytest
import scipy.optimize
import scipy.stats
import sklearn.datasets
import sklearn.svm
from registry import levels, named

from datasets.dataset import Dataset, DatasetError
from datasets.synthetic.objectives import rotation
from harness.sampling.split import Split

# Of the data sets that results were recorded on before there were others.
DIGESTS = {
    "moons": "9544e20424dc750c",
    "circles": "523b4c67f94f49d1",
    "spirals": "ad88d60f9a0cd7ed",
    "xor": "d270bc654db284fe",
    "cuteness": "53373a9503cac086",
}


def made(name: str, **entries) -> Dataset:
    return named("dataset", name).build(**entries).load()


def test_recorded_results_keep_their_data():
    assert {name: made(name).digest for name in DIGESTS} == DIGESTS


def test_two_spirals_has_the_published_points():
    data = made("two_spirals")
    # i = 0: radius 6.5 at angle 0; i = 8: radius 6 at a quarter turn; i = 96: radius 1/2 after three turns
    np.testing.assert_allclose(data.x[[0, 1, 16, 17, 192, 193]],
                               [[0, 6.5], [0, -6.5], [6, 0], [-6, 0], [0, 0.5], [0, -0.5]], atol=1e-12)  # fmt: skip
    assert data.y[:4].tolist() == [1, 0, 1, 0]
    np.testing.assert_allclose(np.hypot(*data.x[::2].T), 6.5 * (104 - np.arange(97)) / 104)
    dense = made("two_spirals", n=386)  # a point between every two
    np.testing.assert_allclose(dense.x[dense.y == 1][::2], data.x[data.y == 1], atol=1e-12)


def test_blobs_are_normal_around_centres_of_their_own():
    data = made("blobs", n=4000, noise=1.5, centres=3)
    for cloud in range(3):
        points = data.x[data.y == cloud]
        assert len(points) in (1333, 1334)
        assert (np.abs(points.mean(axis=0)) < 10.2).all()
        spread = (points - points.mean(axis=0)) / 1.5
        assert scipy.stats.kstest(spread.ravel(), "norm").pvalue > 0.01


def test_checkerboard_by_hand():
    data = made("checkerboard", n=400)
    assert (data.x.min() >= 0, data.x.max() <= 4) == (True, True)
    for (x, y), label in zip(data.x, data.y, strict=True):
        assert label == (int(x) % 2 != int(y) % 2)
    assert len({(int(x), int(y)) for x, y in data.x}) == 16


def test_the_margin_that_was_reached_is_said():
    data = made("cuteness", margin=0.1)
    reached = (np.abs(data.x[:, 1] - data.x[:, 0]) / np.sqrt(2)).min()
    assert data.source.endswith(f"margin γ = {reached:.4f}")
    assert 0.1 <= reached < 0.11
    assert "margin γ = -" in made("cuteness", noise=0.1).source


def test_two_bits_of_parity_are_xor():
    data = made("parity", bits=2, noise_bits=0, n=400)
    np.testing.assert_array_equal(data.y == 1, data.x[:, 0] != data.x[:, 1])
    assert set(data.x.ravel()) == {-1.0, 1.0}


def test_parity_is_blind_to_every_proper_subset_of_its_bits_and_to_noise_bits():
    data = made("parity", n=20_000, bits=3, noise_bits=2)
    sign = 1 - 2 * data.y
    np.testing.assert_array_equal(sign, data.x[:, 0] * data.x[:, 1] * data.x[:, 2])
    others = [data.x[:, j] for j in range(5)] + [data.x[:, 0] * data.x[:, 1], data.x[:, 1] * data.x[:, 2]]
    assert np.abs([np.mean(sign * other) for other in others]).max() < 4 / np.sqrt(20_000)  # four standard errors


def test_friedman_is_scikit_learns(monkeypatch):
    x, y = sklearn.datasets.make_friedman1(200, n_features=7, noise=0.0, random_state=3)
    monkeypatch.setattr("datasets.synthetic.base.np.random.default_rng", lambda _: Fixed(uniform=x))
    data = made("friedman1", n=200, inputs=7, noise=0.0)
    np.testing.assert_allclose(data.y, y)


def test_friedmans_noise_and_variance():
    quiet, loud = made("friedman1", n=20_000, noise=0.0), made("friedman1", n=20_000, noise=2.0)
    np.testing.assert_array_equal(quiet.x, loud.x)
    assert quiet.y.var() == pytest.approx(23.8, rel=0.03)
    assert (loud.y - quiet.y).std() == pytest.approx(2.0, rel=0.03)


def test_hastie_is_scikit_learns(monkeypatch):
    x, y = sklearn.datasets.make_hastie_10_2(500, random_state=3)
    monkeypatch.setattr("datasets.synthetic.base.np.random.default_rng", lambda _: Fixed(standard_normal=x))
    np.testing.assert_array_equal(2 * made("hastie", n=500).y - 1, y)


def test_half_of_hasties_points_are_outside():
    assert scipy.stats.chi2(10).median() == pytest.approx(9.34, abs=0.005)
    assert made("hastie", n=10_000).majority_rate < 0.52


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_teacher_can_be_learned_by_one_who_has_its_hidden_units(activation):
    """With W and b known, v is linear regression; the noise is what is left, and the R² is as announced."""
    entries = {"n": 2000, "inputs": 4, "hidden": 3, "activation": activation, "noise": 0.2}
    data = made("teacher", **entries)
    rng = np.random.default_rng(0)
    w, b, v = 2 * rng.standard_normal((4, 3)) / 2, rng.standard_normal(3), rng.standard_normal(3)
    z = data.x @ w + b
    units = (np.tanh(z) if activation == "tanh" else z * (z > 0)) / np.sqrt(3)
    found = np.linalg.lstsq(units, data.y, rcond=None)[0]
    np.testing.assert_allclose(found, v, atol=0.1)
    left = data.y - units @ found
    assert left.std() == pytest.approx(0.2, rel=0.05)
    announced = float(re.search(r"R² is about (\S+)", data.source)[1])
    assert 1 - left.var() / data.y.var() == pytest.approx(announced, abs=0.02)  # the noise drawn is 2 % off, too


def test_words_follow_zipf_and_rare_ones_decide():
    data = made("bag_of_words", n=4000, words=300)
    assert (data.x.sum(axis=1) == 50).all()
    share = data.x.sum(axis=0) / data.x.sum()
    zipf = 1 / np.arange(1, 301)
    np.testing.assert_allclose(share[:20], zipf[:20] / zipf.sum(), rtol=0.1)
    assert (data.x == 0).mean() > 0.85
    # The score is linear in the counts, so that a line parts the classes; and its weights grow with rarity.
    line = sklearn.svm.LinearSVC(C=100.0).fit(data.x, data.y)
    assert line.score(data.x, data.y) > 0.98
    weight = np.abs(line.coef_[0])
    assert weight[:10].mean() < 0.5 * weight[100:].mean()
    assert data.majority_rate == 0.5
    assert data.as_is


def test_wilsons_rows_by_hand():
    data = made("wilson", n=20, positive=0.75)
    assert np.bincount(data.y).tolist() == [5, 15]
    for i, (row, label) in enumerate(zip(data.x, data.y, strict=True)):
        y = 2 * label - 1
        expected = np.zeros(103)
        expected[:3] = y, 1, 1
        expected[3 + 5 * i : 3 + 5 * i + 2 * (1 - y) + 1] = 1  # columns 4 + 5(i − 1) … 4 + 5(i − 1) + 2(1 − y), from 1
        np.testing.assert_array_equal(row, expected)


def test_wilsons_two_solutions_fit_the_training_rows_and_only_one_the_new():
    data = made("wilson", n=200)
    y = 2.0 * data.y - 1
    train, new = np.arange(100), np.arange(100, 200)
    least_norm = np.linalg.pinv(data.x[train]) @ y[train]
    adaptive = np.sign(data.x[train].T @ y[train])
    for w in (least_norm, adaptive):
        assert (np.sign(data.x[train] @ w) == y[train]).all()
    assert (np.sign(data.x[new] @ least_norm) == y[new]).all()
    assert (data.x[new] @ adaptive > 0).all()


def test_wilson_separates_optimizers_in_this_harness(folklore, store):
    words = ["dataset=wilson", "dataset.n=200", "model=linear", "init=zeros", "loss=cross_entropy", "batch_size=1000",
             "epochs=100", "seeds=2", "optimizer.lr=0.1", "optimizer=sgd,adagrad,adam"]  # fmt: skip
    called = folklore("run", "-m", *words)
    assert re.findall(r"(sgd|adagrad|adam),.*accuracy (\S+)", called.out) == [
        ("sgd", "1.0000"),
        ("adagrad", "0.7000"),
        ("adam", "0.7000"),
    ]


def test_a_quadratic_has_the_condition_number_that_was_asked_for():
    data = made("quadratic", condition=500.0, inputs=8, noise=0.0)
    curvature = np.linalg.eigvalsh(data.x.T @ data.x / len(data.x))
    np.testing.assert_allclose(curvature, np.geomspace(1 / 500, 1, 8))
    np.testing.assert_allclose(data.x.mean(axis=0), 0.0, atol=1e-12)
    # y is linear in x, of variance 1, and turned out of the axes
    w, *_ = np.linalg.lstsq(data.x, data.y, rcond=None)
    np.testing.assert_allclose(data.x @ w, data.y, atol=1e-9)
    assert data.y.var() == pytest.approx(1.0)
    assert np.abs(np.corrcoef(data.x.T) - np.eye(8)).max() > 0.3


@pytest.mark.parametrize("draw", range(3))
def test_training_sees_the_condition_number(draw):
    data = made("quadratic", draw=draw)
    train = Split().parts(np.zeros(1000), seed=draw).train
    assert 0.9 < np.linalg.cond(np.cov(data.x[train].T)) / 1000 < 1.1
    assert data.as_is


def test_rotations_are_orthogonal_and_uniform():
    """By Haar's measure, the first column is uniform on the sphere and the trace has mean 0 and variance 1."""
    rng = np.random.default_rng(0)
    drawn = np.stack([rotation(3, rng) for _ in range(3000)])
    np.testing.assert_allclose(drawn @ drawn.transpose(0, 2, 1), np.broadcast_to(np.eye(3), drawn.shape), atol=1e-12)
    assert scipy.stats.kstest(drawn[:, 0, 0], "uniform", (-1, 2)).pvalue > 0.01  # Archimedes
    trace = np.trace(drawn, axis1=1, axis2=2)
    assert trace.mean() == pytest.approx(0.0, abs=0.08)
    assert trace.var() == pytest.approx(1.0, abs=0.08)


def test_rosenbrock_is_scipys():
    data = made("rosenbrock", inputs=5)
    np.testing.assert_allclose(data.y, scipy.optimize.rosen(data.x.T))
    assert 2.0 < np.abs(data.x).max() <= 2.048


@pytest.mark.parametrize(
    ("name", "entries", "message"),
    [
        ("two_spirals", {"n": 195}, "n must be even and at least 20, not 195"),
        ("blobs", {"centres": 1}, "centres must be at least 2 and at most n, not 1"),
        ("blobs", {"n": 20, "centres": 21}, "centres must be at least 2 and at most n, not 21"),
        ("checkerboard", {"squares": 1}, "squares must be at least 2, not 1"),
        ("parity", {"bits": 0}, "bits must be at least 1, not 0"),
        ("parity", {"noise_bits": -1}, "noise_bits must be at least 0, not -1"),
        ("friedman1", {"inputs": 4}, "inputs must be at least 5, not 4"),
        ("teacher", {"activation": "sine"}, "activation must be one of tanh, relu, not 'sine'"),
        ("teacher", {"hidden": 0}, "hidden must be at least 1, not 0"),
        ("bag_of_words", {"words": 1}, "words must be at least 2, not 1"),
        ("bag_of_words", {"exponent": -1.0}, "exponent must be at least 0, not -1"),
        ("wilson", {"positive": 0.5}, "positive must be above 0.5 and below 1, not 0.5"),
        ("wilson", {"positive": 1.0}, "positive must be above 0.5 and below 1, not 1.0"),
        ("wilson", {"n": 4001}, "n must be at most 4000, not 4001"),
        ("quadratic", {"inputs": 1000}, "inputs must be at least 2 and below n, not 1000"),
        ("quadratic", {"condition": 0.5}, "condition must be at least 1, not 0.5"),
        ("rosenbrock", {"inputs": 1}, "inputs must be at least 2, not 1"),
        *((level.name, {"noise": np.nan}, "noise must be at least 0") for level in levels("dataset")
          if "noise" in level.entries),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_says_what_can(name, entries, message):
    with pytest.raises(DatasetError, match=message):
        named("dataset", name).build(**entries)


class Fixed:
    """A random generator that draws what it is told to."""

    def __init__(self, uniform=None, standard_normal=None):
        self.drawn = {"uniform": uniform, "standard_normal": standard_normal}

    def uniform(self, size):
        assert size == self.drawn["uniform"].shape
        return self.drawn["uniform"]

    def standard_normal(self, size):
        return np.zeros(size) if self.drawn["standard_normal"] is None else self.drawn["standard_normal"]
