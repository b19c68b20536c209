"""Real data sets of this checkout and of scikit-learn: there without a network, whole, as hard as they should be."""

from __future__ import annotations

import socket
import time

import numpy as np
import pytest
from cells import cell
from registry import named

from datasets import bundled, cards
from datasets.dataset import Dataset, DatasetError
from harness.paths import ROOT
from harness.sampling import Split
from harness.training.preparation import prepared
from harness.training.run import run

CARDS = {name: card for name, card in cards.read().items() if card.sha256}
ROOMS = ("conf", "datasets", "docs", "harness", "models", "reports", "tests")
MOST, SHARE = 12 * 1024 * 1024, 0.12  # bytes of all files, and what one of them may take of the repository
SLOWEST = 0.6  # seconds of processor time to load a set: four times what the slowest takes on a machine of its own
# Guessing the commonest class, a linear model, a small network: where they are usually measured.
KNOWN = {
    "sonar": (0.54, 0.73, 0.78),
    "pima": (0.65, 0.78, 0.78),
    "vehicle": (0.26, 0.79, 0.72),
    "bananas": (0.55, 0.54, 0.86),
    "cytology": (0.66, 0.96, 0.96),
    "titanic": (0.62, 0.78, 0.79),
}


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def test_every_file_has_a_card_and_every_card_its_file():
    files = {path.name for path in bundled.FOLDER.iterdir() if path.suffix in (".npz", ".parquet")}
    assert files == {f"{name}.{'parquet' if card.mixed else 'npz'}" for name, card in CARDS.items()}


def test_no_set_is_large_beside_the_repository():
    rooms = [path for path in ROOT.iterdir() if path.name in ROOMS or path.is_file()]
    sizes = {
        file: file.stat().st_size for room in rooms for file in (room.rglob("*") if room.is_dir() else [room])
        if file.is_file() and "__pycache__" not in file.parts
    }  # fmt: skip
    of_sets = {file.name: size for file, size in sizes.items() if file.is_relative_to(bundled.FOLDER)}
    assert sum(of_sets.values()) < MOST
    assert max(of_sets.values()) < SHARE * sum(sizes.values()), max(of_sets, key=of_sets.__getitem__)


def test_there_are_enough_for_claims_on_real_data():
    real = [name for name, card in CARDS.items() if not card.made_up]
    assert sum(cards.read()[name].classes > 0 for name in real) >= 45
    assert sum(cards.read()[name].classes == 0 for name in real) >= 14


def loaded(name: str) -> tuple[float, Dataset]:
    """Seconds of processor time that loading took, and the data."""
    start = time.process_time()
    data = named("dataset", name).build().load()
    return time.process_time() - start, data


@pytest.mark.parametrize("name", CARDS)
def test_it_is_whole_and_loads_fast_without_a_network_and_is_what_its_card_says(name, no_network):
    seconds, data = loaded(name)
    assert seconds < SLOWEST or loaded(name)[0] < SLOWEST  # the first may pay for an import
    assert data.name == name
    assert data.x.dtype == np.float64
    assert data.x.strides[0] > data.x.strides[1] or data.x.shape[1] == 1  # training gathers rows: each in one piece
    assert data.y.dtype == (np.float64 if data.is_regression else np.int64)
    assert len(set(data.features)) == len(data.features)
    card = cards.read()[name]
    assert cards.facts(data) == {fact: getattr(card, fact) for fact in cards.facts(data)}
    assert bool(card.group) == (data.groups is not None)
    assert card.licence
    assert card.citation
    part = Split().parts(data.strata, 0, data.groups)  # every class and every part of every seed can be had
    assert np.isfinite(prepared(data, part.train)).all()
    if not data.is_regression:
        assert set(data.y) == set(range(len(data.classes)))


@pytest.mark.parametrize("name", KNOWN)
def test_a_linear_model_and_a_small_network_do_as_well_as_they_should(name):
    majority, linear, network = KNOWN[name]
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
    with pytest.raises(DatasetError, match=r"name must be one of abalone, alzheimer, .*, not 'covertype'"):
        bundled.Bundled("covertype")


def test_a_mixed_set_is_read_as_a_users_own_table_is():
    """First rows as they stand in the packages, gaps and categories kept, and said."""
    penguins = bundled.Bundled("penguins").load()
    first = dict(zip(penguins.features, penguins.x[0], strict=True))
    assert penguins.classes[penguins.y[0]] == "Adelie"
    assert (first["bill_length_mm"], first["body_mass_g"]) == (39.1, 3750)
    sex, island = (dict(zip(penguins.features, penguins.categories, strict=True))[c] for c in ("sex", "island"))
    assert (sex[int(first["sex"])], island[int(first["island"])]) == ("male", "Torgersen")
    assert np.isnan(penguins.x).sum() == 19
    assert any(note.startswith("missing numbers, imputed: bill_length_mm (in 2 rows)") for note in penguins.notes)
    car = bundled.Bundled("imports").load()  # four cars without a price are left out
    assert (car.y[0], len(car.y)) == (13495, 201)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("german_credit", {300, 700}),
        ("thyroid", {30, 35, 150}),
        ("promoters", {53}),
        ("house_votes", {168, 267}),
        ("cytology", {241, 458}),
        ("musk", {207, 269}),
        ("caravan", {586, 9236}),
        ("heart", {139, 164}),
        ("penguins", {68, 124, 152}),
        ("titanic", {500, 809}),
        ("zoo", {4, 5, 8, 10, 13, 20, 41}),
        ("crabs", {50}),
    ],
)
def test_classes_are_as_large_as_it_was_published(name, counts):
    assert set(np.bincount(bundled.Bundled(name).load().y).tolist()) == counts


def test_vowels_are_split_by_speaker():
    """Fifteen speakers, each of eleven vowels six times (Deterding 1989)."""
    vowel = bundled.Bundled("vowel").load()
    assert np.bincount(vowel.groups).tolist() == [66] * 15
    part = Split().parts(vowel.y, 0, vowel.groups)
    assert not set(vowel.groups[part.train]) & set(vowel.groups[part.test])
