"""Networks in a file: the same predictions, and nothing of a stranger's is believed."""

from __future__ import annotations

import json

import numpy as np
import pytest
from registry import ids, levels, named

from models.losses import CrossEntropy
from models.mlp import Architecture
from models.objective import Objective
from models.saved import SavedError, load, save


def networks(activation, loss):
    made = Architecture([5, 4]).build(3, 2, activation, 2, "float32")
    made.initialize(named("init", "he").build(), [np.random.default_rng(r) for r in range(2)])
    return Objective(made, loss)


@pytest.mark.parametrize("level", levels("activation", "loss"), ids=ids)
def test_a_saved_network_predicts_the_same_bit_for_bit(level, tmp_path):
    activation = level.build() if level.group == "activation" else named("activation", "leaky_relu").build(slope=0.2)
    loss = level.build() if level.group == "loss" else CrossEntropy()
    before = networks(activation, loss)
    net, path = before.network, tmp_path / "networks.npz"
    save(path, net.params, net.sizes, activation, loss, seed=np.array([3, 4]))
    after, more = load(path)
    assert after.loss == loss
    assert after.network.activation == activation
    assert after.network.params.dtype == np.float32
    assert more["seed"].tolist() == [3, 4]
    x = np.random.default_rng(0).normal(size=(2, 6, 3)).astype(np.float32)
    np.testing.assert_array_equal(after.predict(x), before.predict(x))


def saved(tmp_path, **changed):
    path, before = tmp_path / "networks.npz", networks(named("activation", "relu").build(), CrossEntropy())
    net = before.network
    save(path, net.params, net.sizes, net.activation, before.loss)
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    described = json.loads(str(arrays["description"])) | changed
    np.savez(path, **(arrays | {"description": np.array(json.dumps(described))}))
    return path


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"loss": {"class": "os.system"}}, "only classes of the package models"),
        ({"activation": {"class": "models.activations.Nothing"}}, "holds no networks that can be read"),
        ({"sizes": [3, 7, 2]}, "holds no networks that can be read"),
        ({"format": 99}, "it has format 99; this version reads format 1"),
    ],
)
def test_a_file_that_was_changed_is_refused(changed, message, tmp_path):
    with pytest.raises(SavedError, match=message):
        load(saved(tmp_path, **changed))


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"PK\x03\x04 half a file"])
def test_a_file_that_is_something_else_is_refused(content, tmp_path):
    path = tmp_path / "networks.npz"
    path.write_bytes(content)
    with pytest.raises(SavedError, match="holds no networks"):
        load(path)


def test_pickled_objects_are_refused(tmp_path):
    path = tmp_path / "networks.npz"
    np.savez(path, params=np.array([{"a": 1}], dtype=object), description=np.array("{}"))
    with pytest.raises(SavedError):
        load(path)
