"""`folklore status`, from a second process: what is under way, what ended, and what was killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.paths import ROOT
from harness.sweeps import progress
from harness.sweeps.progress import Plan, Reporter

HOLD = """
import sys, time
from pathlib import Path
from harness.sweeps import progress
folder = Path(sys.argv[1])
with progress.shown(folder, progress.Plan.read(folder)):
    print("begun", flush=True)
    time.sleep(1.5)
    progress.Reporter(folder, "b", 1).finish(failed=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def sweep(here):
    """A folder of a sweep of two cells, of which one is half done."""
    folder = here / "outputs" / "sweeps" / "2026-01-01_00-00-00-000000"
    folder.mkdir(parents=True)
    Plan("adam_vs_adagrad", time.time() - 10, {"a": 40, "b": 40}).save(folder)
    Reporter(folder, "a", 1).finish()
    Reporter(folder, "b", 2)._say(0.5)
    return folder


@contextmanager
def held(folder: Path, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is at the sweep, and then so many seconds longer."""
    command = [sys.executable, "-c", HOLD, str(folder), str(seconds)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_nothing_is_under_way(folklore, here):
    assert folklore("status").out == "nothing is under way in outputs/\n"


def test_a_sweep_of_another_process_and_that_it_was_killed(folklore, sweep):
    with held(sweep, seconds=60) as process:
        said = folklore("status")
        assert said.status == 0
        assert re.fullmatch(r"adam_vs_adagrad: 1/2 cells, \d\.\d networks/s, about \d s left\n", said.out)
        process.kill()
        process.wait()
        assert folklore("status").out == (
            "nothing is under way in outputs/; the last one, adam_vs_adagrad, ended at 1/2 cells; the same command "
            "goes on with the others\n"
        )


def test_a_sweep_that_one_follows_to_its_end(folklore, sweep, monkeypatch):
    monkeypatch.setattr(progress, "QUIET", 0.1)
    with held(sweep, seconds=0.5):
        said = folklore("status", "--watch")
    assert (said.status, said.out) == (0, "adam_vs_adagrad: 2/2 cells, 1 failed\n")
    assert "adam_vs_adagrad: 1/2 cells, " in said.err


def test_a_folder_without_a_plan_is_no_sweep(folklore, here, sweep):
    (sweep.parent / "2026-01-02").mkdir()
    for text in ("", "{}", "[1]"):
        (sweep.parent / "2026-01-02" / progress.PLAN).write_text(text)
        assert "the last one, adam_vs_adagrad," in folklore("status").out
