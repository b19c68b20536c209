"""OpenML without a network."""

from __future__ import annotations

import gzip
import socket
import time

import numpy as np
import pytest
import sklearn.datasets
from openml_cache import put
from sklearn.datasets import _openml

from datasets.dataset import DatasetError
from datasets.openml import OpenML


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise OSError("the network is cut")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(time, "sleep", lambda _: None)  # between scikit-learn's tries


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_iris_is_the_one_that_scikit_learn_carries(home):
    put(home, 61)
    data, known = OpenML(id=61).load(), sklearn.datasets.load_iris()
    assert data.name == "iris"
    assert data.classes == ("Iris-setosa", "Iris-versicolor", "Iris-virginica")
    assert data.features == ("sepallength", "sepalwidth", "petallength", "petalwidth")
    assert data.source == "openml.org/d/61: iris, version 1, target class"
    assert (data.x.dtype, data.y.dtype) == (np.float64, np.int64)
    np.testing.assert_array_equal(data.y, known.target)
    assert (data.x != known.data).sum() == 3  # scikit-learn's follows Fisher's paper in two rows where UCI's does not
    assert np.abs(data.x - known.data).max() < 0.55
    assert data.digest == OpenML(id=61).load().digest


@pytest.mark.parametrize("source", [OpenML(name="iris"), OpenML(name="Iris"), OpenML(name="iris", version=1)], ids=str)
def test_by_name_it_is_the_same(home, source):
    put(home, 61, "iris")
    assert source.load().digest == OpenML(id=61).load().digest


def test_a_numeric_target_is_a_regression_and_a_nominal_column_holds_categories(home):
    put(home, 561)
    data = OpenML(id=561).load()
    assert data.is_regression
    assert data.x.shape == (209, 7)
    assert data.features == ("vendor", "MYCT", "MMIN", "MMAX", "CACH", "CHMIN", "CHMAX")
    # The file's first rows: adviser,125,256,6000,256,16,128,199 and amdahl,29,8000,32000,32,8,32,253
    assert data.x[0, 1:].tolist() == [125, 256, 6000, 256, 16, 128]
    vendors = data.categories[0]
    assert len(vendors) == 30
    assert [vendors[int(place)] for place in data.x[:2, 0]] == ["adviser", "amdahl"]
    assert data.categories[1:] == (None,) * 6
    assert data.notes == ("categories, each a column of 0 and 1: vendor (30)",)
    assert data.y[:2].tolist() == [199, 253]


def test_gaps_and_categories_are_kept_for_the_training_part_to_fill(home):
    put(home, 1590)
    data = OpenML(id=1590).load()
    gaps = {name: int(count) for name, count in zip(data.features, np.isnan(data.x).sum(axis=0), strict=True) if count}
    assert set(gaps) == {"workclass", "occupation"}
    assert any(note.startswith("missing categories, imputed: workclass") for note in data.notes)
    assert data.categories[data.features.index("age")] is None
    assert np.nanmax(data.x, axis=0)[data.features.index("sex")] == 1


def test_another_target_can_be_asked_for(home):
    put(home, 561)
    data = OpenML(id=561, target="CHMAX").load()
    assert data.y[:2].tolist() == [128, 32]
    assert "CHMAX" not in data.features
    assert OpenML(id=561, target="vendor").load().classes[:2] == ("adviser", "amdahl")


def test_different_ones_have_different_labels():
    sources = [OpenML(id=61), OpenML(id=561), OpenML(name="Iris"), OpenML(name="iris", version=2)]
    assert [source.label for source in sources] == ["openml_61", "openml_561", "iris", "iris_v2"]
    assert OpenML(id=561, target="CHMAX").label == "openml_561_CHMAX"


def test_a_sparse_one_is_held_in_full(home, monkeypatch):
    put(home, 292)
    data = OpenML(id=292).load()
    assert data.x.shape == (85, 14)
    assert data.classes == ("-1", "1")
    assert data.source == "openml.org/d/292: Australian, version 1, target Y; deactivated there"
    monkeypatch.setattr("datasets.openml.MOST_NUMBERS", 85 * 14 - 1)
    with pytest.raises(DatasetError, match="292 is sparse, and too large to be held in full: 85 × 14"):
        OpenML(id=292).load()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (OpenML(id=42074, target="points"), "has text, not numbers or categories, in country, description, "),
        (OpenML(id=42074), "OpenML's data set 42074 names no target: choose the column to predict with dataset.target"),
        (OpenML(id=42074, target="country"), "Target column 'country' has 5 missing values"),
        (OpenML(id=42074, target="variety"), "OpenML's data set 42074 has text as its target, variety"),
        (OpenML(id=61, target="colour"), "OpenML's data set 61: Could not find target_column='colour'"),
    ],
    ids=str,
)
def test_what_cannot_be_learned_from_is_refused_in_one_line(home, source, message):
    put(home, source.id)
    with pytest.raises(DatasetError, match=message) as refusal:
        source.load()
    assert len(str(refusal.value).splitlines()) == 1


@pytest.mark.parametrize("source", [OpenML(id=61), OpenML(name="iris"), OpenML(name="iris", version=1)], ids=str)
def test_without_a_network_it_says_what_to_do(home, source):
    with pytest.raises(DatasetError) as refusal:
        source.load()
    assert str(refusal.value) == (
        f"{source} is not in {home}/openml, and openml.org did not answer (the network is cut): "
        "fetch it once with a network, or copy that folder from a machine that has it"
    )
    assert socket.getdefaulttimeout() is None


def test_a_damaged_file_is_not_read(home):
    file = put(home, 61)
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b"5.1", b"6.1")))
    with pytest.raises(DatasetError, match="did not answer"):  # thrown away, and asked for again
        OpenML(id=61).load()


@pytest.mark.parametrize(
    ("status", "said"), [(404, "openml.org has no such data set"), (412, "Dataset with data_id 999 not found")]
)
def test_an_unknown_number_is_said_to_be_unknown(home, monkeypatch, status, said):
    def answer(request):
        raise _openml.HTTPError(request.full_url, status, "no", None, None)

    monkeypatch.setattr(_openml, "urlopen", answer)
    with pytest.raises(
        DatasetError, match=r"OpenML's data set 999: (openml.org has no such|Dataset with data_id 999 not)"
    ):
        OpenML(id=999).load()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "dataset.id or dataset.name, one of the two, must be given: dataset.id=61, dataset.name=iris"),
        (["dataset.id=61", "dataset.name=iris"], "dataset.id or dataset.name, one of the two, must be given"),
        (["dataset.id=61", "dataset.version=2"], "dataset.version=2 goes with dataset.name"),
        (["dataset.id=-1"], "dataset.id must be at least 0, not -1"),
        (["dataset.id=iris"], "dataset.id=iris: it must be a whole number"),
    ],
)
def test_words_that_name_no_data_set_are_refused(folklore, here, words, said):
    called = folklore("run", "dataset=openml", *words)
    assert (called.status, called.out) == (2, "")
    assert said in called.err
    assert len(called.err.splitlines()) == 1
    assert not (here / "outputs").exists()
