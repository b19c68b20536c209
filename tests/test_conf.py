"""Contracts of the configuration: stems, classes, fields and descriptions belong together."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import cache

import pytest
from cells import cell
from omegaconf import OmegaConf
from registry import GROUPS, ids, levels

from datasets import cards
from harness.cells.cell import Cell
from harness.cells.levels import ROOMS, level
from harness.cells.reading import read
from harness.paths import CONF
from harness.sweeps.compose import composed


def test_every_group_is_known():
    assert (
        {path.name for path in CONF.iterdir() if path.is_dir()} - {"hydra"}
        == {*GROUPS, "claim", "suite", "recipe"}
        == {*ROOMS, "claim", "suite", "recipe"}
    )


@pytest.mark.parametrize("level", levels(), ids=ids)
def test_a_level_is_a_class_of_its_room_with_all_its_fields(level):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", level.name)
    assert is_dataclass(level.cls)
    assert level.cls.__module__.startswith(ROOMS[level.group] + ".")
    assert set(level.entries) - {"search"} == {field.name for field in fields(level.cls)}
    level.build()


@pytest.mark.parametrize("group", GROUPS)
def test_classes_of_a_group_have_different_names(group):
    """A cell's key and a saved network name a group and a class, and not the file where it lives."""
    by_name = {level.cls.__qualname__: level.cls for level in levels(group)}
    assert all(level.cls is by_name[level.cls.__qualname__] for level in levels(group))


@pytest.mark.parametrize(
    "path",
    sorted([*CONF.glob("*/*.yaml"), *CONF.glob("hydra/launcher/*.yaml")]),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_the_first_comment_describes_it(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# @")]
    assert re.match(r"# \S.{5,}", lines[0])


@pytest.mark.parametrize("level", levels("optimizer"), ids=ids)
def test_a_search_space_holds_the_default(level):
    assert "lr" in level.entries["search"]
    for name, space in level.entries["search"].items():
        assert space["low"] < level.entries[name] < space["high"]


@cache
def swept(group: str) -> dict[str, Cell]:
    """Level → its cell, in a sweep over all levels of a group that mean something alone."""
    names = [level.name for level in levels(group) if not level.given]
    with composed([f"{group}={','.join(names)}"]) as composition:
        (sweep,) = composition.batches()
        cells, _ = composition.cells(sweep)
    return dict(zip(names, map(read, cells), strict=True))


@pytest.mark.parametrize("level", levels(), ids=ids)
def test_a_level_can_be_chosen(level):
    label = getattr(level.build(), "label", "") or level.name  # a table is called after its file
    chosen = cell(*level.words) if level.given else swept(level.group)[level.name]
    assert chosen.levels[level.group] == label
    assert type(getattr(chosen, level.group)) is level.cls


SUITES = {
    path.stem: OmegaConf.load(path).hydra.sweeper.params.dataset.split(",")
    for path in sorted((CONF / "suite").glob("*.yaml"))
}


# Real classifications that are here without a network; a suite with a rule holds all of them that fit it.
REAL = {
    name: card for name, card in cards.read().items()
    if card.citation and card.classes and not card.made_up and name != "fashion_mnist"
}  # fmt: skip
RULES = {
    "full": lambda card: True,
    "large": lambda card: card.rows >= 4000,
    "imbalanced": lambda card: card.majority >= 0.8,
    "mixed": lambda card: card.mixed,
    "wide": lambda card: card.features >= 100,
}


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_names_data_sets_of_one_task(suite):
    names = SUITES[suite]
    assert set(names) <= {level.name for level in levels("dataset")}
    assert len(set(names)) == len(names)
    assert len({bool(cards.read()[name].classes) for name in names}) == 1, "classes and numbers in one suite"


@pytest.mark.parametrize("suite", sorted(set(SUITES) - set(RULES) - {"regression"}))
def test_a_suite_without_a_rule_says_which_sets_it_adds(suite):
    described = re.findall(r"\w+", (CONF / "suite" / f"{suite}.yaml").read_text(encoding="utf-8").splitlines()[1])
    smaller = {name for other in set(described) & set(SUITES) for name in SUITES[other]}
    assert set(SUITES[suite]) - smaller <= set(described)


@pytest.mark.parametrize("suite", RULES)
def test_a_suite_with_a_rule_holds_what_fits_it(suite):
    assert sorted(SUITES[suite]) == sorted(name for name, card in REAL.items() if RULES[suite](card))


def test_the_suite_of_regressions_holds_all_real_ones():
    found = {name for name, card in cards.read().items() if card.citation and not card.classes}
    assert set(SUITES["regression"]) == found
    assert len(found) >= 14


def test_the_larger_suites_hold_the_smaller_ones():
    assert set(SUITES["quick"]) < set(SUITES["default"])
    assert len(SUITES["standard"]) == 20
    assert len(SUITES["full"]) >= 45
    assert set(SUITES["standard"]) < set(SUITES["full"])
    assert max(cards.read()[name].rows for name in SUITES["quick"]) < 1500


@pytest.mark.parametrize("suite", ["quick", "default"])
def test_every_set_of_the_main_job_can_tell_contestants_apart(suite):
    told = {name: cards.read()[name].measured.discrimination for name in SUITES[suite]}
    assert min(told.values()) >= 1, told


def test_the_main_job_asks_the_suite_that_was_chosen_for_it():
    """A claim says its data sets itself: who reads its file knows what it is locked to."""
    asked = {path.stem: OmegaConf.load(path).hydra.sweeper.params for path in (CONF / "claim").glob("*.yaml")}
    compared = {name for name, params in asked.items() if params.dataset.split(",") == SUITES["default"]}
    assert compared == {
        "adam_vs_adagrad", "cross_entropy_vs_least_squares", "hold_out_20_percent", "relu_vs_the_rest"
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted((CONF / "hydra" / "launcher").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_launcher_is_a_class_of_its_room_with_all_its_fields(path):
    entries = OmegaConf.load(path)
    launcher = level("hydra.launcher", entries, "harness.launchers")
    assert set(entries) - {"_target_"} == {field.name for field in fields(launcher)}
    assert launcher.processes >= 1
