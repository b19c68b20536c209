"""Sweeps that run at once train a cell once."""

from __future__ import annotations

import pytest

from harness.store.spool import Destination
from harness.sweeps import turns
from harness.sweeps.turns import Turn

HERE = Destination("sqlite:///here.db", "folklore/sweeps", "")


def test_only_one_is_at_a_cell(here):
    with turns.taken("a", HERE, turns.now(), wait=False) as first:
        with turns.taken("a", HERE, turns.now(), wait=False) as second:
            assert (first, second) == (Turn.OURS, Turn.BUSY)
        with turns.taken("b", HERE, turns.now(), wait=False) as other:
            assert other is Turn.OURS
    with turns.taken("a", HERE, turns.now(), wait=True) as again:
        assert again is Turn.OURS
    assert list(turns.FOLDER.iterdir()) == []


def test_what_another_sweep_trained_in_the_meantime_is_over(here):
    turns.over("before", HERE)
    since = turns.now()
    turns.over("a", HERE)
    for key, destination, expected in [
        ("a", HERE, Turn.OVER),
        ("b", HERE, Turn.OURS),
        ("before", HERE, Turn.OURS),  # it looked after that, and found none in the store: it was deleted
        ("a", Destination("sqlite:///there.db", HERE.experiment, ""), Turn.OURS),
        ("a", Destination(HERE.uri, "folklore/a_claim", ""), Turn.OURS),
    ]:
        with turns.taken(key, destination, since, wait=False) as turn:
            assert turn is expected, (key, destination)


def test_whoever_fails_leaves_the_turn_to_the_next(here):
    with pytest.raises(ZeroDivisionError), turns.taken("a", HERE, 0, wait=False):
        1 / 0  # noqa: B018
    with turns.taken("a", HERE, 0, wait=False) as turn:
        assert turn is Turn.OURS


def test_no_address_is_written_down(here):
    turns.over("a", Destination("postgresql://me:secretpw@host/db", "folklore/sweeps", ""))
    assert "secretpw" not in turns.TRAINED.read_text()
