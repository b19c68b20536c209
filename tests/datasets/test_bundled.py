"""Real data sets of this checkout and of scikit-learn: there without a network, whole, as hard as they should be."""

from __future__ import annotations

import socket
import time

import numpy as np
import pytest
from cells import cell
from registry import named

from datasets import bundled, cards
from datasets.dataset import DatasetError
from harness.training.run import run

# rows, features, classes, and the accuracy of: guessing the commonest class, a linear model, a small network.
KNOWN = {
    "sonar": (208, 60, 2, 0.54, 0.73, 0.78),
    "glass": (214, 9, 6, 0.35, 0.55, 0.59),
    "ionosphere": (351, 34, 2, 0.64, 0.88, 0.86),
    "pima": (768, 8, 2, 0.65, 0.78, 0.78),
    "vehicle": (846, 18, 4, 0.26, 0.79, 0.72),
    "vowel": (990, 9, 11, 0.09, 0.56, 0.52),
    "dna": (3186, 180, 3, 0.52, 0.94, 0.94),
    "satellite": (6435, 36, 6, 0.24, 0.86, 0.89),
    "letter": (20000, 16, 26, 0.04, 0.77, 0.89),
    "shuttle": (58000, 9, 7, 0.79, 0.96, 0.995),
    "spam": (4601, 57, 2, 0.61, 0.91, 0.93),
    "mnist_5k": (5000, 784, 10, 0.10, 0.88, 0.93),
    "segment": (2310, 18, 7, 0.14, 0.93, 0.89),
    "bananas": (5300, 2, 2, 0.55, 0.54, 0.86),
}
COUNTED = {name: known[:3] for name, known in KNOWN.items()} | {
    "phishing": (1250, 9, 2),
    "autompg": (392, 7, 0),
    "diabetes": (442, 10, 0),
    "digits": (1797, 64, 10),
    "breast_cancer": (569, 30, 2),
    "iris": (150, 4, 3),
    "wine": (178, 13, 3),
}


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def test_every_file_has_a_card_and_every_card_its_file():
    files = {path.stem for path in bundled.FOLDER.glob("*.npz")}
    assert files == {name for name, card in cards.read().items() if card.sha256}
    assert files <= set(COUNTED)
    assert sum(path.stat().st_size for path in bundled.FOLDER.glob("*.npz")) < 2 * 1024 * 1024


@pytest.mark.parametrize("name", COUNTED)
def test_it_loads_without_a_network_in_less_than_a_second(name, no_network):
    import sklearn.datasets  # noqa: F401 — its import takes longer, and is not what is measured

    start = time.process_time()
    data = named("dataset", name).build().load()
    assert time.process_time() - start < 1
    assert (*data.x.shape, len(data.classes)) == COUNTED[name]
    assert data.x.dtype == np.float64
    assert data.x.strides[0] > data.x.strides[1]  # training gathers rows: each lies in one piece
    assert data.y.dtype == (np.float64 if data.is_regression else np.int64)
    assert data.name == name
    assert len(set(data.features)) == len(data.features)


@pytest.mark.parametrize("name", KNOWN)
def test_a_linear_model_and_a_small_network_do_as_well_as_they_should(name):
    *_, majority, linear, network = KNOWN[name]
    data = named("dataset", name).build().load()
    assert data.majority_rate == pytest.approx(majority, abs=0.01)
    large = len(data.y) > 4000
    training = [
        f"dataset={name}",
        "optimizer.lr=0.005",
        *(("seeds=2", "epochs=10") if large else ("seeds=5", "epochs=60")),
    ]
    for words, expected in ((["model=linear"], linear), (["model.hidden=[32]"], network)):
        trained = run(cell(*training, *words), data, lambda _: None)
        assert trained.replicas["test_accuracy"].mean() >= expected - 0.05


@pytest.mark.parametrize(("name", "r2"), [("diabetes", 0.5177), ("autompg", 0.8215)])
def test_least_squares_explains_what_it_is_known_to_explain(name, r2):
    """Published R² of the linear model with all features, on the rows that it is fitted to."""
    from sklearn.linear_model import LinearRegression

    data = named("dataset", name).build().load()
    assert LinearRegression().fit(data.x, data.y).score(data.x, data.y) == pytest.approx(r2, abs=5e-5)


def test_decimal_numbers_are_those_that_were_published():
    """First rows as they stand in the UCI repository."""
    glass = bundled.Bundled("glass").load()
    assert glass.x[0].tolist() == [1.52101, 13.64, 4.49, 1.10, 71.78, 0.06, 8.75, 0.0, 0.0]
    letter = bundled.Bundled("letter").load()
    assert letter.x[0].tolist() == [2, 8, 3, 5, 1, 8, 13, 0, 6, 6, 10, 8, 0, 8, 0, 8]
    assert letter.classes[letter.y[0]] == "T"
    cars = bundled.Bundled("autompg").load()
    assert (cars.y[0], *cars.x[0]) == (18.0, 8, 307, 130, 3504, 12.0, 70, 1)


def test_a_file_that_is_missing_or_damaged_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(bundled, "FOLDER", tmp_path)
    with pytest.raises(DatasetError, match=r"glass.npz cannot be read \(No such file.*git checkout"):
        bundled.Bundled("glass").load()
    (tmp_path / "glass.npz").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(DatasetError, match=r"glass.npz is damaged: its SHA-256 is not that of its card") as caught:
        bundled.Bundled("glass").load()
    assert len(str(caught.value).splitlines()) == 1


def test_a_name_that_is_not_there_says_which_are():
    with pytest.raises(DatasetError, match=r"name must be one of autompg, bananas, dna, .*, not 'titanic'"):
        bundled.Bundled("titanic")
