"""Launchers: every job is done once, wherever; what is lost is begun again, or said."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from joblib.externals.loky import get_reusable_executor
from mlflow import MlflowClient

from harness.errors import LostWorker
from harness.launchers import Basic, Joblib, Ray, Submitit
from harness.paths import ROOT

JOBS = '''
import os, signal, time
from pathlib import Path

def square(job):
    """Leave a mark, and be killed where the file `fatal` says so: the first time, or every time."""
    mark = Path(f"mark-{job}")
    seen = mark.exists()
    with mark.open("a") as file:
        file.write("x")
    fatal = Path("fatal").read_text().split() if Path("fatal").exists() else []
    if f"{job}!" in fatal or (str(job) in fatal and not seen):
        os.kill(os.getpid(), signal.SIGKILL)
    return [job * job]
'''


@pytest.fixture
def square(here, monkeypatch):
    """What jobs do; other processes, which are new ones, find it, too."""
    get_reusable_executor().shutdown(wait=True)  # joblib's workers outlive a sweep, and stay in the folder of the first
    (here / "jobs_of_a_test.py").write_text(JOBS)
    monkeypatch.syspath_prepend(here)
    monkeypatch.setenv("PYTHONPATH", f"{here}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    return importlib.reload(importlib.import_module("jobs_of_a_test")).square


def marks(here) -> dict[int, int]:
    """Job → how often it was begun."""
    return {int(path.name.partition("-")[2]): len(path.read_text()) for path in here.glob("mark-*")}


OTHERS = [
    pytest.param(Ray(cpus=2), marks=pytest.mark.launchers, id="ray"),
    pytest.param(Submitit(jobs=3, timeout_min=1), marks=pytest.mark.launchers, id="submitit"),
]


@pytest.mark.parametrize("launcher", [Basic(), Joblib(n_jobs=2), Joblib(n_jobs=-1), *OTHERS])
def test_every_job_is_done_once(launcher, square, here):
    assert sorted(launcher.launch(square, [3, 4, 5, 7], here)) == [[9], [16], [25], [49]]
    assert marks(here) == {3: 1, 4: 1, 5: 1, 7: 1}


@pytest.mark.parametrize("launcher", [Joblib(n_jobs=2), OTHERS[0]])
def test_a_job_whose_worker_dies_is_begun_again(launcher, square, here):
    (here / "fatal").write_text("4")
    assert sorted(launcher.launch(square, [3, 4, 5], here)) == [[9], [16], [25]]
    assert marks(here)[4] == 2


@pytest.mark.parametrize("launcher", [Joblib(n_jobs=2, retries=1), *OTHERS])
def test_one_that_dies_every_time_is_said_when_the_others_were_done(launcher, square, here):
    (here / "fatal").write_text("4!")
    done = []
    with pytest.raises(LostWorker, match=r"died|ended before they were done"):
        for answer in launcher.launch(square, [3, 4, 5], here):
            done += answer
    assert set(done) <= {9, 25}
    assert marks(here)[4] >= 1


@pytest.mark.parametrize(
    ("launcher", "cells", "expected"),
    [
        (Basic(), 10, 10), (Basic(), 1000, 32), (Joblib(n_jobs=2), 8, 1), (Joblib(n_jobs=2), 160, 10),
        (Joblib(n_jobs=2), 10_000, 32), (Ray(cpus=100), 10_000, 12), (Submitit(jobs=100), 10_000, 100),
        (Submitit(jobs=4), 10, 3), (Basic(), 0, 1), (Joblib(n_jobs=2), 0, 1), (Submitit(jobs=2), 0, 1),
    ],
)  # fmt: skip
def test_how_many_cells_a_job_has(launcher, cells, expected):
    assert launcher.cells_of_a_job(cells) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("hydra.launcher.n_jobs=0",), "hydra.launcher.n_jobs must be at least 1, or -1 for one per processor, not 0"),
        (("hydra.launcher.n_jobs=two",), "hydra.launcher.n_jobs=two: it must be a whole number"),
        (("+hydra.launcher.n_job=2",), "hydra.launcher.n_job: there is no such entry; allowed: n_jobs, retries (did"),
        (("hydra.launcher._target_=os.system",), "only classes of the package harness.launchers are allowed"),
        (("hydra/launcher=ray", "hydra.launcher.address=auto"), "hydra.launcher.cpus must be given with an address"),
        (("hydra/launcher=submitit_local", "hydra.launcher.cluster=x"), "hydra.launcher.cluster must be slurm or"),
        (("hydra/launcher=submitit_slurm", "hydra.launcher.jobs=0"), "hydra.launcher.jobs must be at least 1, not 0"),
        (("hydra/launcher=nobody",), "hydra/launcher=nobody: there is no such hydra/launcher; allowed: basic, joblib,"),
    ],
)
def test_a_word_that_it_cannot_use_is_refused_before_anything_trains(folklore, words, message):
    called = folklore("run", "-m", "hydra/launcher=joblib", "dataset=iris,wine", *words)
    assert called.status == 2
    assert message in called.err, called.err
    assert len(called.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["ray", "submitit"])
def test_without_its_package_it_says_what_to_install(folklore, here, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    level = {"ray": "ray", "submitit": "submitit_local"}[name]
    called = folklore("run", f"hydra/launcher={level}", "dataset=iris", "epochs=1", "seeds=1")
    assert called.status == 2
    assert f"hydra/launcher={level}" in called.err
    assert "pip install 'folklore[" in called.err


def tables(folder: Path, *words: str) -> dict[str, pd.DataFrame]:
    """Cell → its replicas, of a sweep that another process was asked for in this folder."""
    folder.mkdir()
    command = [sys.executable, "-m", "harness", "run", "-m", "dataset=moons,iris", "optimizer=adam,sgd,momentum",
               "epochs=3", "seeds=3", "tuning.trials=2", *words]  # fmt: skip
    env = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}
    done = subprocess.run(command, cwd=folder, env=env | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    store = MlflowClient(f"sqlite:///{folder}/outputs/mlflow.db")
    (experiment,) = store.search_experiments(filter_string="name = 'folklore/sweeps'")
    found = store.search_runs([experiment.experiment_id])
    assert len(found) == len({run.data.tags["cell"] for run in found}) == 6
    return {
        run.data.tags["cell"]: pd.read_parquet(Path(run.info.artifact_uri) / "replicas.parquet").drop(
            columns=["seconds", "processor_seconds"]
        )
        for run in found
    }


@pytest.mark.launchers
def test_the_same_sweep_is_the_same_everywhere(tmp_path):
    here = tables(tmp_path / "basic", "hydra/launcher=basic")
    for words in (("hydra/launcher=joblib",), ("hydra/launcher=ray", "hydra.launcher.cpus=2"),
                  ("hydra/launcher=submitit_local", "hydra.launcher.jobs=2")):  # fmt: skip
        there = tables(tmp_path / words[0].rpartition("=")[2], *words)
        assert there.keys() == here.keys()
        for cell, replicas in there.items():
            pd.testing.assert_frame_equal(replicas, here[cell], check_exact=True)


@pytest.mark.launchers
def test_a_job_that_takes_too_long_keeps_what_it_did_and_the_same_command_goes_on(tmp_path):
    """Two cells, of which the second takes minutes."""
    words = ("run", "-m", "dataset=iris", "epochs=2,400000", "seeds=2", "hydra/launcher=submitit_local",
             "hydra.launcher.jobs=1", "hydra.launcher.timeout_min=1")  # fmt: skip
    command = [sys.executable, "-m", "harness", *words]
    env = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}
    env |= {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "iris, adam, epochs=400000, seeds=2: UncompletedJobError: Job not requeued because: timed-out" in done.stderr
    assert "Traceback" not in done.stderr
    again = [word.replace("400000", "3") for word in command]
    done = subprocess.run(again, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (done.stdout.count("skipped"), done.stdout.count("finished")) == (1, 1)


def test_a_worker_that_begins_when_its_starter_is_gone_does_nothing(square, here):
    """It takes a second to start, and finds the job waiting for it."""
    script = ("import os, sys\nfrom harness.launchers.joblib import _numbered\nfrom jobs_of_a_test import square\n"
              "_numbered(square, 3, int(sys.argv[1]))")  # fmt: skip
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{here}"}
    command = [sys.executable, "-c", script]
    assert subprocess.run([*command, str(os.getpid())], cwd=here, env=env).returncode == 0
    assert marks(here) == {3: 1}
    assert subprocess.run([*command, "1"], cwd=here, env=env).returncode == 1
    assert marks(here) == {3: 1}
