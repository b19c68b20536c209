"""Sweeps end to end: Hydra composes, NumPy trains, a real SQLite store records."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cells import cell
from mlflow import MlflowClient

from datasets import bundled
from harness.paths import ROOT
from harness.sampling.split import Split
from harness.signals import GO_ON
from harness.sweeps import checks
from harness.training import run as training
from harness.training.preparation import standardized
from models.saved import load

SMALL = ("dataset=iris", "model.hidden=[8]", "epochs=2", "seeds=2")


def runs(store: str, experiment: str = "folklore/sweeps"):
    client = MlflowClient(store)
    found = client.get_experiment_by_name(experiment)
    return [] if found is None else client.search_runs([found.experiment_id], order_by=["attributes.start_time"])


def has_finished_runs(store: str) -> bool:
    """Asked without MLflow, which would keep a processor busy while others work."""
    with closing(sqlite3.connect(store.removeprefix("sqlite:///"))) as connection:
        return bool(connection.execute("SELECT 1 FROM runs WHERE status = 'FINISHED'").fetchone())


def table(store: str, run_id: str, name: str) -> pd.DataFrame:
    return pd.read_parquet(MlflowClient(store).download_artifacts(run_id, name))


def test_a_sweep_is_recorded_run_by_run(folklore, store):
    called = folklore("run", "-m", "optimizer=adam,adagrad", "activation=relu,sigmoid", *SMALL)
    assert called.status == 0, called.err
    found = runs(store)
    assert [run.info.run_name for run in found] == [
        f"iris, {optimizer}, {activation}, model.hidden=[8], epochs=2, seeds=2"
        for optimizer in ("adam", "adagrad")
        for activation in ("relu", "sigmoid")
    ]
    assert {run.info.status for run in found} == {"FINISHED"}
    run = found[2]
    assert run.data.params["optimizer"] == "adagrad"
    assert run.data.params["optimizer.lr"] == "0.01"
    assert run.data.params["activation"] == "relu"
    assert run.data.params["model.hidden"] == "[8]"
    assert run.data.tags["sweep"] == found[0].data.tags["sweep"]
    assert run.inputs.dataset_inputs[0].dataset.name == "iris"
    history = MlflowClient(store).get_metric_history(run.info.run_id, "validation_accuracy.p10")
    assert [point.step for point in history] == [1, 2]

    replicas, curves = (table(store, run.info.run_id, name) for name in ("replicas.parquet", "curves.parquet"))
    assert replicas[["seed", "trial"]].to_numpy().tolist() == [[0, 0], [1, 0]]
    assert len(curves) == 4
    assert run.data.metrics["final/test_accuracy"] == pytest.approx(replicas["test_accuracy"].median())
    config = Path(MlflowClient(store).download_artifacts(run.info.run_id, "config.yaml")).read_text()
    assert "_target_: models.optimizers.AdaGrad" in config


def test_trained_networks_are_kept_if_wanted_and_predict_what_was_scored(folklore, store):
    """Accuracy on the test part, worked out again from the file, is the recorded one."""
    folklore("run", *SMALL, "tracking.networks=true", "tuning=small", "tuning.trials=2")
    (run,) = runs(store)
    assert run.data.params["network"] == "4-8-3"
    assert run.data.params["parameters"] == str(5 * 8 + 9 * 3)
    networks, which = load(Path(MlflowClient(store).download_artifacts(run.info.run_id, "networks.npz")))
    replicas = table(store, run.info.run_id, "replicas.parquet")
    assert which["seed"].tolist() == replicas["seed"].tolist() == [0, 0, 1, 1]
    assert which["trial"].tolist() == replicas["trial"].tolist()
    data = cell("dataset=iris").dataset.load()
    parts = [Split().parts(data.y, seed) for seed in which["seed"]]
    x = np.stack([standardized(data.x, part.train)[part.test] for part in parts]).astype(np.float32)
    right = networks.predict(x).argmax(axis=2) == np.stack([data.y[part.test] for part in parts])
    np.testing.assert_allclose(right.mean(axis=1), replicas["test_accuracy"])


def test_a_finished_cell_is_skipped_unless_it_is_asked_for_again(folklore, store):
    folklore("run", *SMALL)
    second = folklore("run", "-m", "optimizer=adam,sgd", *SMALL)
    assert [line.split()[5] for line in second.out.splitlines()[:2]] == ["skipped", "finished"]
    third = folklore("run", *SMALL, "tracking.rerun=true")
    assert "finished" in third.out
    found = runs(store)
    assert len(found) == 3
    first, again = (table(store, run.info.run_id, "curves.parquet") for run in (found[0], found[2]))
    pd.testing.assert_frame_equal(first, again)  # the same seed, the same numbers


def test_another_seed_gives_other_numbers(folklore, store):
    folklore("run", "-m", "first_seed=0,5", *SMALL)
    first, other = (table(store, run.info.run_id, "replicas.parquet") for run in runs(store))
    assert other["seed"].tolist() == [5, 6]
    assert not np.isin(first["train_loss"], other["train_loss"]).any()


def test_a_failing_cell_does_not_stop_the_others(folklore, store):
    called = folklore("run", "-m", "dataset=moons,iris", "split.validation=0.001,0.2", *SMALL[1:])
    assert called.status == 1
    assert "1 of 4 cells failed" in called.err
    assert "each part needs one row or more" in called.err
    assert "Traceback" not in called.err
    found = runs(store)
    assert sorted(run.info.status for run in found) == ["FAILED", "FINISHED", "FINISHED", "FINISHED"]
    failed = next(run for run in found if run.info.status == "FAILED")
    assert "each part needs one row" in failed.data.tags["error"]
    trace = MlflowClient(store).download_artifacts(failed.info.run_id, "traceback.txt")
    assert "BadWord" in Path(trace).read_text()


def test_a_subsample_is_recorded_and_a_data_set_that_is_too_small_for_it_said(folklore, store):
    called = folklore("run", "-m", "dataset=iris,digits", "subsample=200", *SMALL[1:])
    assert called.status == 1
    assert "iris: subsample=200: iris has 150 rows only" in called.err
    (run,) = runs(store)
    assert run.data.params["subsample"] == "200"
    assert json.loads(run.inputs.dataset_inputs[0].dataset.profile)["rows"] == 200
    replicas = table(store, run.info.run_id, "replicas.parquet")
    assert (replicas[["n_train", "n_validation", "n_test"]].sum(axis=1) == 200).all()


def test_a_failed_cell_is_tried_again(folklore, store, monkeypatch):
    def fail(*_):
        raise RuntimeError("a fault")

    monkeypatch.setattr(training, "run", fail)
    assert [folklore("run", *SMALL).status for _ in range(2)] == [1, 1]
    assert [run.info.status for run in runs(store)] == ["FAILED", "FAILED"]


def test_a_data_set_that_cannot_be_had_is_said_and_costs_only_its_own_cells(folklore, store, monkeypatch, two_lost):
    monkeypatch.setattr(bundled, "FOLDER", two_lost)
    words = ("run", "-m", "dataset=glass,iris", "optimizer=adam,sgd", *SMALL[1:])
    called = folklore(*words)
    assert called.status == 1
    ended = [line.split()[5] for line in called.out.splitlines()[:4]]
    assert ended == ["unavailable", "unavailable", "finished", "finished"]
    assert "1 of 2 data sets could not be had:\n  glass: " in called.err
    assert "Traceback" not in called.err
    assert [run.data.params["dataset"] for run in runs(store)] == ["iris", "iris"]
    again = folklore(*words)
    assert again.status == 1
    assert "unavailable" in again.out


def test_a_data_set_that_goes_away_during_a_sweep(folklore, store, monkeypatch, two_lost):
    def vanish(planned, todo):
        monkeypatch.setattr(bundled, "FOLDER", two_lost)
        return {}

    monkeypatch.setattr(checks, "unavailable", vanish)
    called = folklore("run", "-m", "dataset=glass,iris", *SMALL[1:])
    assert called.status == 1
    assert "1 of 2 data sets could not be had:\n  glass: " in called.err
    assert len(runs(store)) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dataset=glass"], "glass.npz cannot be read"),
        (["dataset=glass,sonar"], "brings it back; and 1 more like this"),
        (["dataset=iris", "split.validation=0.001"], "each part needs one row or more"),
        (["dataset=diabetes"], "loss=cross_entropy: it is made for classes, and diabetes is a regression"),
    ],
)
def test_where_nothing_can_be_trained_nothing_is_recorded(folklore, here, monkeypatch, two_lost, words, said):
    monkeypatch.setattr(bundled, "FOLDER", two_lost)
    called = folklore("run", *words, *SMALL[1:])
    assert called.status == 2
    assert said in called.err
    assert len(called.err.splitlines()) == 1
    assert called.out == ""
    assert not (here / "outputs").exists()


def test_a_run_per_replica_if_it_is_wanted(folklore, store):
    folklore("run", *SMALL, "tracking.replica_runs=true", "tuning=small", "tuning.trials=2")
    found = runs(store)
    names = [run.info.run_name for run in found]
    assert sum(", trial 1" in name for name in names) == 2
    assert len(found) == 5
    again = folklore("run", *SMALL, "tracking.replica_runs=true", "tuning=small", "tuning.trials=2")
    assert "skipped" in again.out


def test_a_claims_runs_carry_its_definition(folklore, store):
    called = folklore("run", "claim=adam_vs_adagrad", "hydra/launcher=basic", "tuning=default", *SMALL)
    assert called.status == 0, called.err
    found = runs(store, "folklore/adam_vs_adagrad")
    assert len(found) == 2
    definition = json.loads(found[0].data.tags["claim_definition"])
    assert definition["favourite"] == "adam"
    assert definition["rivals"] == ["adagrad"]
    experiment = MlflowClient(store).get_experiment_by_name("folklore/adam_vs_adagrad")
    assert experiment.tags["mlflow.note.content"] == "Adam beats AdaGrad"


def process(here: Path, *words: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "harness", *words],
        cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT), **settings}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_two_sweeps_at_once_into_a_new_store_lose_nothing_and_train_their_common_cells_once(here):
    words = ("run", "-m", "hydra/launcher=joblib", "hydra.launcher.n_jobs=2", "activation=relu,tanh", *SMALL)
    both = [process(here, *words, f"optimizer={names}") for names in ("adam,sgd", "sgd,adam,rmsprop")]
    ended = ""
    for one in both:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        ended += out
    assert ended.count("finished") == 6
    assert ended.count("skipped") == 4
    found = runs(f"sqlite:///{here}/outputs/mlflow.db")
    assert len({run.data.tags["cell"] for run in found}) == len(found) == 6
    assert {run.info.status for run in found} == {"FINISHED"}
    assert not list((here / "outputs" / "spool").iterdir())


def test_for_one_cell_no_worker_is_started(folklore, store, monkeypatch):
    """It would train while its starter waits, and take seconds to start."""
    monkeypatch.setattr("joblib.Parallel", None)
    called = folklore("run", "hydra/launcher=joblib", *SMALL)
    assert called.status == 0, called.err
    assert called.out.count("finished") == 1


def test_a_worker_that_dies_is_said_and_what_it_was_at_is_begun_again(here, store):
    words = ("run", "-m", "hydra/launcher=joblib", "hydra.launcher.n_jobs=2", "optimizer=adam,sgd", "dataset=moons",
             "epochs=200", "seeds=20")  # fmt: skip
    started = process(here, *words)
    tasks = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    progress = here / "outputs" / "sweeps"
    while not list(progress.glob("*/progress.jsonl")) and started.poll() is None:
        time.sleep(0.05)
    for child in tasks.read_text().split():
        if "LokyProcess" in Path(f"/proc/{child}/cmdline").read_text():
            os.kill(int(child), signal.SIGKILL)
    out, err = started.communicate(timeout=100)
    assert started.returncode == 0, err
    assert "a worker process died (out of memory, or killed); what it was at is begun again" in err
    assert "Traceback" not in err
    assert out.count("finished") == 2
    assert len({run.data.tags["cell"] for run in runs(store)}) == len(runs(store)) == 2
    assert not list(progress.glob("*/jobs-*.pickle"))


def test_a_sweep_that_was_stopped_goes_on_where_it_was(here, store):
    words = ("run", "-m", "optimizer=adam,sgd,adagrad,rmsprop,momentum", "dataset=moons", "epochs=150", "seeds=6")
    started = process(here, *words)
    while not has_finished_runs(store) and started.poll() is None:
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130, err
    assert "Traceback" not in err
    assert "the same command goes on" in err
    before = {run.info.run_id for run in runs(store) if run.info.status == "FINISHED"}
    assert 1 <= len(before) < 5
    out, err = process(here, *words).communicate(timeout=60)
    assert len(before) <= out.count("skipped") < 5  # or one more, which waited on disk
    assert out.count("finished") == 5 - out.count("skipped")
    finished = [run for run in runs(store) if run.info.status == "FINISHED"]
    assert len({run.data.tags["cell"] for run in finished}) == len(finished) == 5
    assert {run.info.run_id for run in finished} >= before


def test_where_all_replicas_diverged_it_is_said(folklore, store):
    called = folklore("run", "optimizer=sgd", "optimizer.lr=1e30", *SMALL)
    assert "finished  no test accuracy, because all replicas diverged (2)" in called.out


@pytest.mark.parametrize(("how", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)])
def test_what_a_sweep_started_ends_with_it(here, store, how, status):
    words = ("run", "-m", "hydra/launcher=joblib", "hydra.launcher.n_jobs=2", "optimizer=adam,sgd", "dataset=moons",
             "epochs=5000", "seeds=20")  # fmt: skip
    started = process(here, *words)
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    while not list((here / "outputs" / "sweeps").glob("*/progress.jsonl")) and started.poll() is None:
        time.sleep(0.05)
    workers = [pid for pid in children.read_text().split() if "Loky" in Path(f"/proc/{pid}/cmdline").read_text()]
    assert workers
    started.send_signal(how)
    _, err = started.communicate(timeout=30)
    assert started.returncode == status
    said = [line for line in err.splitlines() if not line.startswith("sweep: ")]  # progress, on a slow machine
    assert said == ([] if status < 0 else [f"folklore: stopped by {how.name}. {GO_ON}"])
    end = time.monotonic() + 5
    while (left := [pid for pid in workers if Path(f"/proc/{pid}").exists()]) and time.monotonic() < end:
        time.sleep(0.05)
    assert not left
