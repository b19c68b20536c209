"""Networks in a file: the same predictions, and nothing of a stranger's is believed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from registry import ids, levels, named

from models.activations import GELU
from models.losses import CrossEntropy, Huber
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


NO_ACTIVATION = "is none of the classes that a saved network may name: ELU, GELU, Heaviside, Identity, LeakyReLU, Mish"
NO_LOSS = (
    "is none of the classes that a saved network may name: AbsoluteError, CrossEntropy, Hinge, Huber, LeastSquares"
)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"loss": {"class": "os.system"}}, f"networks.npz: os.system {NO_LOSS}"),
        ({"format": 1, "loss": {"class": "os.system"}}, f"os.system {NO_LOSS}"),
        ({"format": 1, "loss": {"class": "models.mlp.np.save"}}, f"models.mlp.np.save {NO_LOSS}"),
        ({"format": 1, "loss": {"class": "modelsx.losses.CrossEntropy"}}, f"modelsx.losses.CrossEntropy {NO_LOSS}"),
        ({"activation": {"class": "Nothing"}}, f"Nothing {NO_ACTIVATION}"),
        ({"activation": {"class": "CrossEntropy"}}, f"CrossEntropy {NO_ACTIVATION}"),
        ({"activation": {"class": "Activation"}}, f"Activation {NO_ACTIVATION}"),
        ({"activation": {"class": "Facts"}}, f"Facts {NO_ACTIVATION}"),
        ({"loss": {"class": "Work"}}, f"Work {NO_LOSS}"),
        ({"loss": {"class": ["Huber"]}}, NO_LOSS),
        ({"loss": {"class": "Huber", "epsilon": 1.0}}, "holds no networks that can be read"),
        ({"loss": {"class": "Huber", "delta": -1.0}}, "holds no networks that can be read .*delta must be above 0"),
        ({"loss": "Huber"}, "holds no networks that can be read"),
        ({"sizes": [3, 7, 2]}, "holds no networks that can be read"),
        ({"format": 99}, "networks.npz: it has format 99; this version reads formats 1 and 2"),
    ],
)
def test_a_file_that_was_changed_is_refused(changed, message, tmp_path):
    with pytest.raises(SavedError, match=message):
        load(saved(tmp_path, **changed))


def test_a_file_names_classes_and_not_where_they_live(tmp_path):
    with np.load(saved(tmp_path)) as file:
        described = json.loads(str(file["description"]))
    assert described == {
        "format": 2, "sizes": [3, 5, 4, 2], "activation": {"class": "ReLU"}, "loss": {"class": "CrossEntropy"},
    }  # fmt: skip


def test_a_file_from_before_the_classes_moved_predicts_what_it_did():
    """Written by an earlier version, which named models.gated.GELU and models.more_losses.Huber."""
    objective, more = load(Path(__file__).parent / "saved_before_the_move.npz")
    assert objective.network.activation == GELU()
    assert objective.loss == Huber(delta=0.5)
    # Another processor may round a product or a tanh in another way.
    np.testing.assert_allclose(objective.predict(more["x"]), more["predictions"], rtol=1e-5)


BEFORE = [
    *(f"models.activations.{name}" for name in ("Identity", "ReLU", "LeakyReLU", "Sigmoid", "Softplus", "Tanh")),
    *(f"models.elu.{name}" for name in ("ELU", "SELU")),
    *(f"models.gated.{name}" for name in ("SiLU", "Mish", "GELU")),
    *(f"models.more_activations.{name}" for name in ("Sine", "Heaviside")),
    *(f"models.losses.{name}" for name in ("CrossEntropy", "LeastSquares")),
    *(f"models.more_losses.{name}" for name in ("AbsoluteError", "Huber", "Hinge")),
    "models.perceptron.PerceptronRule",
]


@pytest.mark.parametrize("path", BEFORE)
def test_where_a_class_lived_before_is_read(path, tmp_path):
    name = path.rpartition(".")[2]
    group = "activation" if name in [level.cls.__name__ for level in levels("activation")] else "loss"
    objective, _ = load(saved(tmp_path, format=1, **{group: {"class": path}}))
    part = objective.network.activation if group == "activation" else objective.loss
    assert part == next(level.cls for level in levels(group) if level.cls.__name__ == name)()


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
