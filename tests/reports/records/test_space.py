"""The declared search space of a hyperparameter."""

from __future__ import annotations

import json

import pytest

from reports.records.space import Space, spaces


def test_declared_spaces_are_read_as_they_were_written():
    written = {
        "optimizer.lr": {"low": 0.0001, "high": 0.1, "scale": "log"},
        "optimizer.decay": {"low": 1e-05, "high": 100, "scale": "linear"},
    }
    assert spaces(json.dumps(written)) == {
        "optimizer.lr": Space(0.0001, 0.1, "log"),
        "optimizer.decay": Space(1e-5, 100.0, "linear"),
    }
    assert spaces("{}") == {}


def test_shares_of_the_way():
    assert Space(1e-4, 1.0, "log").share(1e-2) == pytest.approx(0.5)
    assert Space(0.0, 4.0, "linear").share(1.0) == pytest.approx(0.25)
