"""The calibration of the verdicts counts rightly, and peeking by the rule keeps its promise."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reports.claims.outcome import Outcome
from reports.statistics import posterior
from reports.verdicts import verdict

sys.path.append(str(Path(__file__).parent))  # as for `make calibrate`, which runs calibrate.py as a script

import calibrate
from worlds import World


def test_worlds_are_what_they_say():
    """10,000 data sets: standard deviation of means √(0.01² + 0.02² (1/10 + 0.4)), of seeds 0.02."""
    for tails in (None, 5.0):
        table = World(data_sets=10_000, mean=0.03, shared=0.4, tails=tails).table(np.random.default_rng(1))
        groups = table.groupby("dataset")["difference"]
        assert groups.mean().mean() == pytest.approx(0.03, abs=6e-4)
        assert groups.mean().std() == pytest.approx(np.sqrt(0.0003), rel=0.05)
        assert np.sqrt(groups.var().mean()) == pytest.approx(0.02, rel=0.05)
        assert table.groupby("dataset")["truth"].first().std() == pytest.approx(0.01, rel=0.05)


def test_conditional_is_false_only_where_it_is_not_so():
    table = World(data_sets=8, between=0.0, within=0.001).table(np.random.default_rng(0))
    sides = np.where(table["dataset"].isin(["d0", "d1", "d2", "d3"]), 0.1, -0.1)
    pairs = table.assign(difference=table["difference"] + sides)
    reached = verdict.of_pairs(calibrate.CLAIM, {"b": pairs})
    assert reached.outcome is Outcome.CONDITIONAL
    assert calibrate.is_false(reached)
    right = replace(reached.rivals[0], pairs=pairs.assign(truth=sides))
    assert not calibrate.is_false(replace(reached, rivals=(right,)))


@pytest.fixture
def put_back(monkeypatch):
    for name in calibrate.DRAWS:
        monkeypatch.setattr(posterior, name, getattr(posterior, name))  # put back afterwards
    monkeypatch.setattr(verdict, "LONGER", verdict.LONGER)


def test_every_question_is_answered_and_the_page_written(put_back, monkeypatch):
    monkeypatch.setattr(calibrate, "CHUNK", 2)
    monkeypatch.setattr(calibrate, "cpu_count", lambda: 1)
    monkeypatch.setattr(calibrate, "WORLDS", {name: calibrate.WORLDS[name] for name in calibrate.NOISY})
    monkeypatch.setattr(calibrate, "DATA_SETS", (3,))
    monkeypatch.setattr(calibrate, "SEEDS", (10,))
    monkeypatch.setattr(calibrate, "GRID", [(3, 10)])
    planned = calibrate.experiments()
    text = calibrate.page(calibrate.shares(planned, 0.002), 0.002)
    assert text.count("| normal |") == 3
    assert "| 3 | 0.00 (" in text


def test_peeking_by_the_rule_seldom_errs(put_back):
    """At the edge of the ROPE, without any spread between data sets."""
    world = replace(calibrate.WORLDS["no spread between data sets"], mean=calibrate.ROPE)
    assert calibrate.run(calibrate.Task(world, calibrate.many_looks, 30, (3,)))["false"] <= 0.1


@pytest.mark.slow
@pytest.mark.parametrize("name", list(calibrate.WORLDS))
@pytest.mark.parametrize("mean", [0.0, calibrate.ROPE])
def test_peeking_every_round_keeps_the_promise(put_back, name, mean):
    world = replace(calibrate.WORLDS[name], mean=mean)
    chance = 2 * np.sqrt(0.05 * 0.95 / 1000)
    assert calibrate.run(calibrate.Task(world, calibrate.many_looks, 1000, (4,)))["false"] <= 0.05 + chance
