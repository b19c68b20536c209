"""Others that work for us: what they return comes whole, or it is an error; nobody waits for one that was killed."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from harness.paths import ROOT
from harness.processes import Processes


@pytest.fixture
def pool(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    pool = Processes(2)
    yield pool
    pool.end()
    assert not list(tmp_path.glob("folklore-*"))


KILLED_SOON = '''
import signal
import numpy as np

def work(after):
    """A result that takes longer to hand over than this process has left."""
    signal.setitimer(signal.ITIMER_REAL, after)  # the system's, which no lock of Python's delays
    return np.arange(20_000_000)
'''


def test_what_they_return_is_here_whole_and_their_files_are_gone(pool, tmp_path):
    large = pool.submit(np.arange, 3_000_000)
    assert pool.submit(os.getpid).result() != os.getpid()
    assert (large.result() == np.arange(3_000_000)).all()
    with pytest.raises(ValueError, match="invalid literal"):
        pool.submit(int, "x").result()
    with pytest.raises(TypeError, match="pickle"):
        pool.submit(memoryview, b"x").result()
    assert not list(tmp_path.rglob("folklore-*/*.*"))


@pytest.mark.parametrize("after", [0.05, 0.15, 0.25, 0.35, 0.45])
def test_nobody_waits_for_one_that_is_killed_while_it_hands_over(tmp_path, monkeypatch, pool, after):
    """Through a pipe, its reader would wait for the rest."""
    (tmp_path / "killed_soon.py").write_text(KILLED_SOON)
    monkeypatch.syspath_prepend(tmp_path)  # where other processes find it, too
    killed_soon = importlib.import_module("killed_soon").work
    with suppress(BrokenProcessPool):
        assert len(pool.submit(killed_soon, after).result(timeout=30)) == 20_000_000
    with pytest.raises(BrokenProcessPool):
        pool.submit(os.getpid).result(timeout=30)


def test_they_are_gone_when_their_parent_is(tmp_path):
    script = (
        "import os, time\nfrom harness.processes import Processes\n"
        "if __name__ == '__main__':\n"
        "    pool = Processes(1)\n    print(pool.submit(os.getpid).result(), flush=True)\n    time.sleep(60)\n"
    )
    path = tmp_path / "parent.py"
    path.write_text(script)
    parent = subprocess.Popen(
        [sys.executable, path],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
    while list(tmp_path.glob("folklore-*")) and time.monotonic() < end:
        time.sleep(0.05)
    assert not list(tmp_path.glob("folklore-*"))
