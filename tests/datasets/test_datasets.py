"""Every data set that conf/ names is whole, and a table that nobody can learn from is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from omegaconf import OmegaConf
from openml_cache import put
from registry import ids, levels, named

import datasets
from datasets.dataset import Dataset, DatasetError, Source
from harness.paths import ROOT

EXPECTED = {
    # rows, columns, classes (0: a regression)
    "digits": (1797, 64, 10),
    "breast_cancer": (569, 30, 2),
    "iris": (150, 4, 3),
    "wine": (178, 13, 3),
    "openml": (150, 4, 3),
    "table": (80, 4, 2),
    **dict.fromkeys(("checkerboard", "circles", "cuteness", "moons", "spirals", "xor"), (1000, 2, 2)),
    "two_spirals": (194, 2, 2),
    "blobs": (1000, 2, 4),
    "parity": (2000, 15, 2),
    "hastie": (2000, 10, 2),
    "bag_of_words": (2000, 500, 2),
    "wilson": (400, 3 + 5 * 400, 2),
    "friedman1": (1000, 10, 0),
    "teacher": (2000, 10, 0),
    "quadratic": (1000, 20, 0),
    "rosenbrock": (1000, 2, 0),
}
CALLED = {"openml": "iris", "table": "customers"}  # where the level's name is not the data set's
COLUMNS = {"wilson": lambda n: 3 + 5 * n}  # where the number of columns depends on that of the rows
HERE = [level for level in levels("dataset") if level.name in EXPECTED]  # the others are in test_bundled.py
SIZED = [level for level in levels("dataset") if "n" in level.entries]
SYNTHETIC = [level for level in levels("dataset") if "draw" in level.entries]


def test_the_room_exports_the_classes_that_conf_names():
    assert set(datasets.__all__) == {level.cls.__name__ for level in levels("dataset")}
    for level in levels("dataset"):
        assert OmegaConf.load(level.path)["_target_"] == f"datasets.{level.cls.__name__}"
        assert isinstance(level.build(), Source)


def test_importing_the_room_is_light():
    """What takes seconds to import, such as scikit-learn, is imported where rows are made or read."""
    code = "import sys; before = set(sys.modules); import datasets; print(*{*sys.modules} - before)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    packages = {name.partition(".")[0] for name in done.stdout.split()} - sys.stdlib_module_names
    packages -= {"cython_runtime"} | {name for name in packages if name.startswith("_cython")}  # of NumPy's own
    assert packages == {"datasets", "numpy", "typing_extensions"}


@pytest.mark.parametrize("level", HERE, ids=ids)
def test_every_data_set_is_whole(level, tmp_path, monkeypatch):
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    put(tmp_path, 61)
    data = level.build().load()
    assert data.name == CALLED.get(level.name, level.name)
    assert (*data.x.shape, len(data.classes)) == EXPECTED[level.name]
    assert data.x.dtype == np.float64
    assert len(set(data.features)) == data.x.shape[1]
    assert data.source
    assert data.digest == level.build().load().digest
    if data.is_regression:
        assert data.y.dtype == np.float64
        assert np.isnan(data.majority_rate)
    else:
        assert data.y.dtype == np.int64
        assert set(data.y) == set(range(len(data.classes)))
        assert 1 / len(data.classes) <= data.majority_rate < 1


@pytest.mark.parametrize("level", levels("dataset"), ids=ids)
def test_only_a_level_that_chooses_among_many_has_a_label_and_only_a_file_has_content(level):
    assert level.build().label == {"openml": "openml_61", "table": "customers"}.get(level.name, "")
    known = {"Table": {"path", "sha256", "limit"}, "Bundled": {"sha256"}}
    assert set(level.build().content) == known.get(level.cls.__name__, set())


@pytest.mark.parametrize("level", SYNTHETIC, ids=ids)
def test_another_draw_is_another_table(level):
    assert level.build(draw=1).load().digest != level.build(draw=0).load().digest


@pytest.mark.parametrize("level", SIZED, ids=ids)
def test_n_is_the_number_of_rows(level):
    columns = COLUMNS.get(level.name, lambda _: EXPECTED[level.name][1])
    assert level.build(n=42).load().x.shape == (42, columns(42))


def test_xor_is_one_where_the_signs_differ():
    data = named("dataset", "xor").build(noise=0.0).load()
    assert {tuple(row) for row in data.x} == {(1, 1), (1, -1), (-1, 1), (-1, -1)}
    np.testing.assert_array_equal(data.y, data.x[:, 0] * data.x[:, 1] < 0)
    assert np.bincount(data.y).tolist() == [500, 500]


def test_no_animal_is_near_the_line_and_fur_makes_cute():
    data = named("dataset", "cuteness").build(margin=0.1).load()
    size, fur = data.x.T
    assert (np.abs(fur - size) / np.sqrt(2) >= 0.1).all()
    np.testing.assert_array_equal(data.y == 1, fur > size)
    assert data.classes == ("not cute", "cute")


def test_one_spiral_is_the_other_turned_by_half_a_turn():
    data = named("dataset", "spirals").build(noise=0.0).load()
    radius = np.hypot(*data.x.T)
    angle = np.arctan2(data.x[:, 1], data.x[:, 0])
    expected = 2 * np.pi * 1.5 * radius + np.pi * data.y
    np.testing.assert_allclose(np.cos(angle - expected), 1.0, atol=1e-12)
    assert (radius >= 0.1).all()
    assert (radius <= 1).all()


def test_circles_lie_within_each_other():
    data = named("dataset", "circles").build(noise=0.0).load()
    np.testing.assert_allclose(np.hypot(*data.x[data.y == 0].T), 1.0)
    np.testing.assert_allclose(np.hypot(*data.x[data.y == 1].T), 0.5)


@pytest.mark.parametrize(
    ("name", "entries", "message"),
    [
        *((level.name, {"n": 18}, "n must be .*at least 20, not 18") for level in SIZED),
        *((level.name, {"draw": -1}, "draw must be at least 0, not -1") for level in SYNTHETIC),
        ("moons", {"noise": -1.0}, "noise must be at least 0"),
        ("moons", {"noise": float("nan")}, "noise must be at least 0"),
        ("cuteness", {"margin": 0.5}, "margin must be at least 0 and below 0.5"),
        ("digits", {"name": "digitz"}, "name must be one of abalone, alzheimer, "),
    ],
)
def test_a_field_that_cannot_be_says_what_can(name, entries, message):
    with pytest.raises(DatasetError, match=message):
        named("dataset", name).build(**entries)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([[1.0], [np.nan]], [0, 1], "NaN or infinity"),
        ([[1.0], [np.inf]], [0, 1], "NaN or infinity"),
        ([[1.0], [2.0]], [0, 0], "two classes, each with a row"),
        ([[1.0], [2.0]], [0, 2], "two classes, each with a row"),
        ([[1.0], [2.0]], [0], "do not fit"),
        ([1.0, 2.0], [0, 1], "do not fit"),
    ],
)
def test_a_table_that_nobody_can_learn_from_is_refused(x, y, message):
    with pytest.raises(DatasetError, match=message):
        Dataset("mine", np.array(x), np.array(y), ("a", "b"), ("u",), "here")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"x": np.array([[1.0], [np.inf]])}, "NaN or infinity"),
        ({"categories": (None, None)}, "categories and features do not fit"),
        ({"groups": np.zeros(3, np.int64)}, "groups .* do not fit"),
    ],
)
def test_so_is_a_mixed_one_whose_parts_do_not_fit(changed, message):
    x, y, groups = np.array([[1.0], [np.nan]]), np.array([0, 1]), np.zeros(2, np.int64)
    mixed = Dataset("mine", x, y, ("a", "b"), ("u",), "here", categories=(None,), groups=groups)
    with pytest.raises(DatasetError, match=message):
        replace(mixed, **changed)
    assert mixed.digest != replace(mixed, groups=None).digest


def test_some_rows_keep_their_groups():
    x, y, groups = np.array([[1.0], [np.nan], [3.0], [4.0]]), np.array([0, 1, 0, 1]), np.array([5, 6, 7, 8])
    mixed = Dataset("mine", x, y, ("a", "b"), ("u",), "here", categories=(None,), groups=groups)
    assert mixed.take(np.array([3, 0])).groups.tolist() == [8, 5]
