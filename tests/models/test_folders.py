"""An activation, a loss, an optimizer is a class in a file and a yaml of the same stem; its package exports it."""

from __future__ import annotations

import importlib
from inspect import isabstract

import pytest
from registry import GROUPS, levels

from models.activations import Activation
from models.clipping import Clipping
from models.decay import Decay
from models.features import FeatureMap
from models.initializers import Initializer
from models.losses import Loss
from models.mlp import Architecture
from models.optimizers import Optimizer
from models.schedules import Schedule

FOLDERS = {"activation": "models.activations", "loss": "models.losses", "optimizer": "models.optimizers"}
BASES = {
    "activation": Activation, "loss": Loss, "optimizer": Optimizer, "schedule": Schedule, "decay": Decay,
    "clipping": Clipping, "features": FeatureMap, "init": Initializer, "model": Architecture,
}  # fmt: skip


def stems(group: str) -> dict[type, set[str]]:
    """The yaml files of every class: several may share one, each with other settings."""
    by_class: dict[type, set[str]] = {}
    for level in levels(group):
        by_class.setdefault(level.cls, set()).add(level.name)
    return by_class


@pytest.mark.parametrize("group", FOLDERS)
def test_a_class_has_a_file_of_its_own_whose_stem_is_that_of_a_yaml(group):
    for cls, names in stems(group).items():
        assert cls.__module__.startswith(FOLDERS[group] + ".")
        assert cls.__module__.rpartition(".")[2] in names, f"{cls.__qualname__} belongs in a file called {names}"


def test_several_yamls_may_share_a_class():
    assert {"least_squares", "least_squares_softmax", "least_squares_sum"} in stems("loss").values()


@pytest.mark.parametrize("group", FOLDERS)
def test_a_package_exports_the_classes_that_have_a_yaml_and_no_others(group):
    package = importlib.import_module(FOLDERS[group])
    exported = {name: getattr(package, name) for name in package.__all__}
    assert all(name == cls.__qualname__ for name, cls in exported.items())
    finished = {cls for cls in exported.values() if issubclass(cls, BASES[group]) and not isabstract(cls)}
    assert finished == set(stems(group))


@pytest.mark.parametrize("group", FOLDERS)
def test_a_yaml_names_the_package(group):
    for level in levels(group):
        assert f"_target_: {FOLDERS[group]}.{level.cls.__qualname__}\n" in level.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("group", BASES)
def test_every_member_of_a_family_inherits_from_its_base(group):
    assert all(issubclass(level.cls, BASES[group]) for level in levels(group))


def test_every_group_of_models_has_a_base():
    assert set(BASES) == {group for group in GROUPS if levels(group)[0].cls.__module__.startswith("models.")}
