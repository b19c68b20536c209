"""`folklore judge --plan`: what a sweep takes and could decide, said before it, and without a trace."""

from __future__ import annotations

import re

import pytest
from cells import cell

from harness.commands.plan import duration
from harness.sweeps import forecast as probe
from harness.sweeps.forecast import Forecast

SMALL = ("model.hidden=[8]", "epochs=3", "tuning.trials=2", "hydra/launcher=basic")


def test_a_plan_leaves_no_trace(folklore, here):
    called = folklore("judge", "adam_vs_adagrad", "--plan", "dataset=iris,wine", "seeds=2", *SMALL)
    assert called.status == 0, called.err
    assert re.search(r"iris +2 +0 +8 +0:0\d", called.out)
    assert "4 cells, 0 of them finished; 16 replicas (2 seeds × 2 trials a cell) are left to train" in called.out
    assert "on 1 process" in called.out
    assert "0.02 between data sets and 0.02 between seeds (assumed;" in " ".join(called.out.split())
    assert not (here / "outputs").exists()


def test_a_plan_knows_what_is_finished_and_takes_its_spread(folklore, store, here):
    folklore("judge", "adam_vs_adagrad", "dataset=iris,wine", "seeds=2", *SMALL)
    before = sorted(here.rglob("*"))
    called = folklore("judge", "adam_vs_adagrad", "--plan", "dataset=iris,wine,moons", "seeds=2", *SMALL)
    assert re.search(r"wine +2 +2 +0 +-", called.out)
    assert "6 cells, 4 of them finished; 8 replicas" in called.out
    assert "(recorded on 2 data sets, 2 seeds, against adagrad)" in " ".join(called.out.split())
    assert "(3 data sets, 2 seeds)" in " ".join(called.out.split())
    assert sorted(here.rglob("*")) == before


def test_stated_spreads_are_used(folklore, here):
    words = ("dataset=iris,wine,moons", "seeds=2", *SMALL)
    said = folklore("judge", "adam_vs_adagrad", "--plan", "--between", "0.05", "--within", "0.01", *words).out
    assert "0.05 between data sets and 0.01 between seeds (as given)" in " ".join(said.split())


@pytest.mark.parametrize("spread", ["-1", "much", "inf"])
def test_a_spread_that_is_none_is_one_line(folklore, here, spread):
    called = folklore("judge", "adam_vs_adagrad", "--plan", f"--between={spread}")
    assert called.status == 2
    assert "--between" in called.err


def test_the_probe_scales_with_epochs_and_stacks():
    """Time is faked: making a stack takes 1, loading 1, an epoch with its evaluation 1."""
    few, many = (cell("dataset=iris", "model.hidden=[8]", f"epochs={epochs}") for epochs in (2, 30))
    with pytest.MonkeyPatch.context() as patch:
        ticks = iter(range(1000))
        patch.setattr(probe, "perf_counter", lambda: float(next(ticks)))
        assert probe.seconds(few) == pytest.approx(1 + (1 + 2) + probe.PER_CELL)
        assert probe.seconds(many) == pytest.approx(1 + (1 + 30) + probe.PER_CELL)


def test_a_cell_is_not_divided_among_processes():
    one = Forecast("digits", 2, 1, 80, 60.0)
    others = Forecast("iris", 2, 0, 80, 20.0)
    assert probe.elapsed([one, others], 1) == 80
    assert probe.elapsed([one, others], 8) == 60
    assert probe.elapsed([], 2) == 0


def test_durations():
    assert [duration(seconds) for seconds in (0.2, 7, 160, 4500)] == ["0:01", "0:07", "2:40", "1:15:00"]
