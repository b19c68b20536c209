"""Kills at any moment: nothing is lost, nothing is trained twice, nothing is left running.

`make kills` does a hundred of them. A trial is called again and again, each time killed somewhere between its first
tenth of a second and the last picture of its page, until one call ends by itself.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from mlflow import MlflowClient

from harness.paths import ROOT

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL)
WORDS = ("judge", "adam_vs_adagrad", "dataset=moons,circles,iris,wine", "epochs=200", "seeds=4", "tuning.trials=2",
         "hydra.sweeper.max_batch_size=4")  # fmt: skip
PATIENCE = 5.0  # seconds after which nothing of ours may run any more


def started(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "harness", *WORDS], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def called(folder: Path) -> int:
    """Call the same command and leave it alone; its exit status."""
    with started(folder) as process:
        process.communicate(timeout=120)
    return process.returncode


def of_session(leader: int) -> list[int]:
    """The processes of the session that `leader` began, which are all that it started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def is_worker(pid: int) -> bool:
    """Does it train, send or draw? (The trackers, which clear up behind the workers, are left alone.)"""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
    return "LokyProcess" in words or "spawn_main" in words


def kill(process: subprocess.Popen[str], whom: str, how: signal.Signals, draw: random.Random) -> None:
    if whom == "group":
        os.killpg(process.pid, how)
    elif whom == "worker" and (others := [pid for pid in of_session(process.pid) if is_worker(pid)]):
        os.kill(draw.choice(others), signal.SIGKILL)
    else:
        process.send_signal(how)


def runs(folder: Path) -> list:
    client = MlflowClient(f"sqlite:///{folder}/outputs/mlflow.db")
    experiment = client.get_experiment_by_name("folklore/adam_vs_adagrad")
    assert experiment is not None
    return list(client.search_runs([experiment.experiment_id]))


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Cell → its curves."""
    return {
        run.data.tags["cell"]: pd.read_parquet(Path(run.info.artifact_uri) / "curves.parquet") for run in runs(folder)
    }


@pytest.mark.parametrize("kills", [pytest.param(100, marks=pytest.mark.kills)])
def test_whatever_is_killed_and_when(tmp_path, kills):
    draw, done, sweeps = random.Random(0), Counter(), 0
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    begin = time.monotonic()
    assert called(undisturbed) == 0
    takes, expected = time.monotonic() - begin, tables(undisturbed)
    assert len(expected) == 8
    while sum(done.values()) < kills:
        folder = tmp_path / f"sweep{sweeps}"
        folder.mkdir()
        sweeps += 1
        while True:
            process = started(folder)
            whom, how = draw.choice(["parent", "group", "worker"]), draw.choice(SIGNALS)
            try:
                process.wait(draw.uniform(0.1, takes))
            except subprocess.TimeoutExpired:
                kill(process, whom, how, draw)
                done[f"{whom} {how.name if whom != 'worker' else 'SIGKILL'}"] += 1
            _, err = process.communicate(timeout=120)
            assert "Traceback" not in err, err
            end = time.monotonic() + PATIENCE
            while (left := of_session(process.pid)) and time.monotonic() < end:
                time.sleep(0.1)
            assert not left, f"{whom} {how.name}: {left} live on"
            if process.returncode == 0:
                break
        assert called(folder) == 0  # what waited on disk is sent
        found = Counter(run.data.tags["cell"] for run in runs(folder) if run.info.status == "FINISHED")
        assert found == Counter(list(expected)), found
        assert {run.info.status for run in runs(folder)} <= {"FINISHED"}
        for cell, curves in tables(folder).items():
            pd.testing.assert_frame_equal(curves, expected[cell])
        assert (folder / "outputs/reports/index.html").read_text().endswith("</html>")
    print(f"{sum(done.values())} kills of {sweeps} sweeps: {dict(done)}")
