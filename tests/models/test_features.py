"""Feature maps, against values worked out by hand and against what they approach."""

from __future__ import annotations

import numpy as np
import pytest
from cells import cell
from registry import ids, levels

from harness.errors import BadWord
from harness.sampling.replicas import Replicas
from harness.training.compatibility import sizes
from harness.training.train import train
from models.features import Clever, Polynomial, RandomFourier, Unchanged


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_polynomials_by_hand():
    x = np.array([[2.0, 3.0]])
    assert Polynomial(1).expand(x, rng()).tolist() == [[2, 3]]
    assert Polynomial(2).expand(x, rng()).tolist() == [[2, 3, 4, 6, 9]]
    assert Polynomial(3).expand(x, rng()).tolist() == [[2, 3, 4, 6, 9, 8, 12, 18, 27]]


def test_the_clever_features_by_hand():
    assert Clever().expand(np.array([[2.0, 3.0]]), rng()).tolist() == [[2, 4, 8, 3, 6, np.cos(72)]]


def test_unchanged_is_the_very_same():
    x = np.ones((3, 2))
    assert Unchanged().expand(x, rng()) is x


@pytest.mark.parametrize("level", levels("features"), ids=ids)
def test_a_map_makes_as_many_features_as_it_says(level):
    made = level.build().expand(rng().normal(size=(7, 2)), rng())
    assert made.shape == (7, level.build().count(2))
    assert made.dtype == np.float64


def test_fourier_features_approach_the_gaussian_kernel_and_depend_on_the_generator():
    x = rng().normal(size=(20, 3))
    features = RandomFourier(features=20_000, length=0.8)
    found = features.expand(x, rng())
    distance = np.square(x[:, None] - x[None]).sum(axis=2)
    np.testing.assert_allclose(found @ found.T, np.exp(-distance / (2 * 3 * 0.8**2)), atol=0.03)
    assert (features.expand(x, np.random.default_rng(1)) != found).any()


def test_a_line_behind_polynomials_learns_what_a_line_cannot():
    """XOR's product of two inputs is one of its features."""
    scores = {}
    for name in ("none", "polynomial"):
        one = cell("dataset=xor", "model=linear", f"features={name}", "epochs=5", "optimizer.lr=0.05")
        scores[name] = train(one, one.dataset.load(), Replicas.of(range(2), {}, 1)).test_score[-1].min()
    assert scores["none"] < 0.7
    assert scores["polynomial"] > 0.95


@pytest.mark.parametrize(
    ("features", "data", "message"),
    [
        (
            "clever",
            "digits",
            "features=clever on digits: these features are made of two inputs, x and y; this data set has 64",
        ),
        ("polynomial", "digits", r"degree 5 makes 11,238,512 features of 64 inputs; at most 20,000 are allowed"),
    ],
)
def test_a_map_that_does_not_fit_the_data_says_so(features, data, message):
    one = cell(f"features={features}", f"dataset={data}", *(["features.degree=5"] if features == "polynomial" else []))
    with pytest.raises(BadWord, match=message):
        sizes(one, one.dataset.load())


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("features=polynomial features.degree=0", "features.degree must be at least 1, not 0"),
        ("features=fourier features.features=0", "features.features must lie between 1 and 20,000, not 0"),
        ("features=fourier features.length=0", "features.length must be above 0"),
    ],
)
def test_a_setting_that_cannot_be_used_says_why(word, message):
    with pytest.raises(BadWord, match=message):
        cell(*word.split())
