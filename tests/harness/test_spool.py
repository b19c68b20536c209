"""Nothing is lost when the store cannot be reached, the disk is full, or a sender dies half-way."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from omegaconf import OmegaConf

from harness.cells.composed import Part
from harness.store import Tracking, spool, tracking
from harness.store.tracking import RunRecord, StoreError


def a_record(name: str = "digits, adam", **entries) -> RunRecord:
    usual = {
        "status": "FINISHED", "tags": {"cell": "abc"}, "params": {"optimizer": "adam"},
        "metrics": [("loss", 0.5, 1), ("loss", float("nan"), 2)], "dataset": None, "start": 1_000, "end": 2_000,
    }  # fmt: skip
    return RunRecord(name=name, **{**usual, **entries})


@pytest.fixture
def where(store: str) -> Tracking:
    return Tracking(store, experiment_id=tracking.prepare(store, "folklore/test", "A test."))


def recorded(where: Tracking):
    return MlflowClient(where.uri).search_runs([where.experiment_id])


def test_what_is_delivered_is_in_the_store_and_no_longer_on_disk(where):
    run_id, problem = spool.deliver(where, [a_record()], None, {"config.yaml": "a: 1\n"})
    assert problem == ""
    (run,) = recorded(where)
    assert run.info.run_id == run_id
    assert run.info.status == "FINISHED"
    assert (run.info.start_time, run.info.end_time) == (1_000, 2_000)
    assert Path(MlflowClient(where.uri).download_artifacts(run_id, "config.yaml")).read_text() == "a: 1\n"
    assert list(spool.SPOOL.iterdir()) == []


def test_more_metrics_than_mlflow_takes_at_once(where):
    metrics = [("loss", float(step), step) for step in range(2_500)]
    run_id, problem = spool.deliver(where, [a_record(metrics=metrics)], None, {})
    assert problem == ""
    history = MlflowClient(where.uri).get_metric_history(run_id, "loss")
    assert sorted(point.step for point in history) == list(range(2_500))


def test_what_cannot_be_sent_waits_and_the_next_call_sends_it(where, monkeypatch):
    def fails(*_):
        raise MlflowException("the server is gone")

    with monkeypatch.context() as patched:
        patched.setattr(MlflowClient, "create_run", fails)
        run_id, problem = spool.deliver(where, [a_record()], None, {})
    assert (run_id, problem) == (None, "the server is gone")
    assert recorded(where) == []
    assert spool.send_waiting("sqlite:///another.db")[0] == 0
    assert spool.send_waiting(where.uri)[0] == 1
    assert [run.info.run_name for run in recorded(where)] == ["digits, adam"]
    assert spool.send_waiting(where.uri)[0] == 0


@pytest.mark.parametrize("step", ["log_batch", "log_artifacts", "set_terminated"])
def test_a_run_that_was_sent_by_half_is_replaced(where, monkeypatch, step):
    def dies(*_):
        raise MlflowException("cut")

    with monkeypatch.context() as patched:
        patched.setattr(MlflowClient, step, dies)
        assert spool.deliver(where, [a_record()], None, {"config.yaml": ""})[0] is None
    assert [run.info.status for run in recorded(where)] == ["RUNNING"]
    spool.send_waiting(where.uri)
    assert [run.info.status for run in recorded(where)] == ["FINISHED"]


def test_what_another_process_is_busy_with_is_left_to_it(where, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(tracking, "send", lambda *_: (_ for _ in ()).throw(OSError("no")))
        spool.deliver(where, [a_record()], None, {})
    folder = next(path for path in spool.SPOOL.iterdir() if path.is_dir())
    with spool._held(folder):
        assert spool.send_waiting(where.uri)[0] == 0
    assert recorded(where) == []


def test_a_draft_that_was_never_finished_is_not_sent(where):
    folder = spool.SPOOL / "half"
    folder.mkdir(parents=True)
    (folder / "run.json.draft").write_text('{"uri": ')
    assert spool.send_waiting(where.uri)[0] == 0


def test_a_dead_server_is_one_line(here):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(StoreError, match=f"tracking.uri=http://127.0.0.1:{port}: the store cannot be used") as error:
        tracking.prepare(f"http://127.0.0.1:{port}", "folklore/test", "")
    assert len(str(error.value).splitlines()) == 1


def test_a_file_that_is_no_database_is_one_line(here):
    Path("notes.db").write_text("these are notes, not a database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        tracking.prepare("sqlite:///notes.db", "folklore/test", "")


def test_a_deleted_experiment_says_how_to_get_it_back(where):
    MlflowClient(where.uri).delete_experiment(where.experiment_id)
    with pytest.raises(StoreError, match="mlflow experiments restore"):
        tracking.prepare(where.uri, "folklore/test", "")


def test_threads_that_meet_a_store_at_once_make_one_experiment(store):
    found = []
    meeting = [
        threading.Thread(target=lambda: found.append(tracking.prepare(store, "folklore/same", "Same.")))
        for _ in range(4)
    ]
    for thread in meeting:
        thread.start()
    for thread in meeting:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_full_disk_fails_the_cell_and_not_the_sweep(folklore, store, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pandas.DataFrame.to_parquet", full)
    called = folklore("run", "-m", "optimizer=adam,sgd", "dataset=iris", "epochs=1", "seeds=1")
    assert called.status == 1
    assert "2 of 2 cells failed" in called.err
    assert "No space left on device" in called.err
    assert not [path for path in spool.SPOOL.iterdir() if path.is_dir()]


def test_a_server_that_dies_in_the_middle_costs_no_training(folklore, store, monkeypatch):
    words = ("run", "dataset=iris", "epochs=1", "seeds=1")
    with monkeypatch.context() as patched:
        patched.setattr(tracking, "send", lambda *_: (_ for _ in ()).throw(ConnectionError("gone")))
        called = folklore(*words)
    assert called.status == 1
    assert "1 cell waits in outputs/spool" in called.err
    kept = json.loads(next(spool.SPOOL.glob("*/run.json")).read_text())
    assert kept["runs"][0]["status"] == "FINISHED"
    assert "skipped" in folklore(*words).out


@pytest.mark.parametrize("content", ["", "{", '{"uri": 3}', "[]"])
def test_an_entry_that_cannot_be_read_is_named_and_in_nobodys_way(folklore, store, content):
    bad = spool.SPOOL / "bad-entry"
    bad.mkdir(parents=True)
    (bad / "run.json").write_text(content)
    words = ("run", "dataset=iris", "epochs=1", "seeds=1", "model.hidden=[2]")
    called = folklore(*words)
    assert called.status == 0
    assert "finished" in called.out
    assert ("1 of the results in outputs/spool could not be sent (bad-entry: " in called.err) == (
        content != '{"uri": 3}'
    )
    assert (bad / "run.json").read_text() == content


def test_no_password_is_kept_or_said(folklore, here, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://me:secretpw@127.0.0.1:9")
    called = folklore("run", "dataset=iris", "epochs=1", "seeds=1", "model.hidden=[2]")
    assert called.status == 2
    assert "tracking.uri=http://127.0.0.1:9: the store cannot be used" in called.err
    assert "secretpw" not in called.out + called.err
    assert not [path for path in here.rglob("*") if path.is_file() and b"secretpw" in path.read_bytes()]


def test_the_recorded_configuration_has_no_password():
    part = Part("tracking", OmegaConf.create({"uri": "http://me:secretpw@127.0.0.1:9", "note": "a@b"}))
    assert part.text == "tracking:\n  uri: http://127.0.0.1:9\n  note: a@b\n"
