"""Nothing is lost when the store cannot be reached, the disk is full, or a sender dies half-way."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from pathlib import Path

import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from omegaconf import OmegaConf

from harness.cells.composed import Part
from harness.store import runs, spool, tracking
from harness.store.runs import RunRecord
from harness.store.spool import Destination, Sent
from harness.store.tracking import StoreError


def a_record(name: str = "digits, adam", **entries) -> RunRecord:
    usual = {
        "status": "FINISHED", "tags": {"cell": "abc"}, "params": {"optimizer": "adam"},
        "metrics": [("loss", 0.5, 1), ("loss", float("nan"), 2)], "dataset": None, "start": 1_000, "end": 2_000,
    }  # fmt: skip
    return RunRecord(name=name, **{**usual, **entries})


@pytest.fixture
def where(store: str) -> Destination:
    return Destination(store, "folklore/test", "A test.")


def recorded(where: Destination):
    experiment = MlflowClient(where.uri).get_experiment_by_name(where.experiment)
    return [] if experiment is None else MlflowClient(where.uri).search_runs([experiment.experiment_id])


def test_what_is_sent_is_in_the_store_and_no_longer_on_disk(where):
    entry = spool.keep(where, [a_record()], None, {"config.yaml": "a: 1\n"})
    assert spool.waits(entry)
    assert spool.waiting(where) == {"abc": entry}
    assert spool.send_waiting(where.uri) == Sent(1)
    (run,) = recorded(where)
    run_id = run.info.run_id
    assert run.info.status == "FINISHED"
    assert (run.info.start_time, run.info.end_time) == (1_000, 2_000)
    assert Path(MlflowClient(where.uri).download_artifacts(run_id, "config.yaml")).read_text() == "a: 1\n"
    assert list(spool.SPOOL.iterdir()) == []


def test_more_metrics_than_mlflow_takes_at_once(where):
    metrics = [("loss", float(step), step) for step in range(2_500)]
    spool.keep(where, [a_record(metrics=metrics)], None, {})
    assert spool.send_waiting(where.uri) == Sent(1)
    (run,) = recorded(where)
    history = MlflowClient(where.uri).get_metric_history(run.info.run_id, "loss")
    assert sorted(point.step for point in history) == list(range(2_500))


def test_what_cannot_be_sent_waits_and_the_next_call_sends_it(where, monkeypatch):
    def fails(*_):
        raise MlflowException("the server is gone")

    with monkeypatch.context() as patched:
        patched.setattr(MlflowClient, "create_run", fails)
        entry = spool.keep(where, [a_record()], None, {})
        assert spool.send_waiting(where.uri) == Sent(0, {entry: "MlflowException: the server is gone"})
    assert recorded(where) == []
    assert spool.send_waiting("sqlite:///another.db") == Sent(0)
    assert spool.send_waiting(where.uri) == Sent(1)
    assert [run.info.run_name for run in recorded(where)] == ["digits, adam"]
    assert spool.send_waiting(where.uri) == Sent(0)


@pytest.mark.parametrize("step", ["log_batch", "log_artifacts", "set_terminated"])
def test_a_run_that_was_sent_by_half_is_replaced(where, monkeypatch, step):
    def dies(*_):
        raise MlflowException("cut")

    with monkeypatch.context() as patched:
        patched.setattr(MlflowClient, step, dies)
        spool.keep(where, [a_record()], None, {"config.yaml": ""})
        assert spool.send_waiting(where.uri).count == 0
    assert [run.info.status for run in recorded(where)] == ["RUNNING"]
    spool.send_waiting(where.uri)
    assert [run.info.status for run in recorded(where)] == ["FINISHED"]


def test_a_run_that_cannot_be_replaced_is_not_doubled(where, monkeypatch):
    """Sent whole, and then killed before the entry was removed; and the store is busy when it is found."""
    with monkeypatch.context() as patched:
        patched.setattr("shutil.rmtree", lambda *_, **__: (_ for _ in ()).throw(OSError("killed")))
        patched.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError("killed")))
        entry = spool.keep(where, [a_record()], None, {})
        assert spool.send_waiting(where.uri).count == 0
    assert [run.info.status for run in recorded(where)] == ["FINISHED"]

    def busy(*_):
        raise MlflowException("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(MlflowClient, "delete_run", busy)
        assert spool.send_waiting(where.uri).problems == {entry: "MlflowException: database is locked"}
    assert len(recorded(where)) == 1
    assert spool.send_waiting(where.uri) == Sent(1)
    assert len(recorded(where)) == 1


def test_an_entry_that_was_sent_and_half_removed_is_not_sent_again(where, monkeypatch):
    spool.keep(where, [a_record()], None, {})
    with monkeypatch.context() as patched:
        patched.setattr("shutil.rmtree", lambda *_, **__: (_ for _ in ()).throw(OSError("killed")))
        spool.send_waiting(where.uri)
    assert spool.send_waiting(where.uri) == Sent(0)
    assert len(recorded(where)) == 1
    assert list(spool.SPOOL.iterdir()) == []


def test_what_another_process_is_busy_with_is_left_to_it(where):
    entry = spool.keep(where, [a_record()], None, {})
    with spool._held(spool.SPOOL / entry):
        assert spool.send_waiting(where.uri) == Sent(0)
    assert recorded(where) == []


def test_a_draft_whose_writer_died_is_not_sent_and_goes(where):
    folder = spool.SPOOL / "half"
    folder.mkdir(parents=True)
    (folder / "run.json.draft").write_text('{"uri": ')
    with spool._held(folder):  # its writer is at it
        assert spool.send_waiting(where.uri) == Sent(0)
        assert folder.exists()
    assert spool.send_waiting(where.uri) == Sent(0)
    assert list(spool.SPOOL.iterdir()) == []


def test_one_that_is_refused_does_not_stop_the_others(where):
    deleted = Destination(where.uri, "folklore/deleted", "")
    MlflowClient(where.uri).delete_experiment(tracking.prepare(where.uri, deleted.experiment, ""))
    refused, sent = spool.keep(deleted, [a_record()], None, {}), spool.keep(where, [a_record()], None, {})
    found = spool.send_waiting(where.uri)
    assert (found.count, found.silent, list(found.problems)) == (1, "", [refused])
    assert "folklore/deleted was deleted" in found.problems[refused]
    assert spool.waits(refused)
    assert not spool.waits(sent)


def test_of_a_store_that_does_not_answer_nothing_more_is_asked(where, monkeypatch):
    asked = []

    def hang(*_, **__):
        asked.append(1)
        raise ConnectionError("no answer")

    entries = [spool.keep(where, [a_record()], None, {}) for _ in range(3)]
    monkeypatch.setattr(MlflowClient, "create_run", hang)
    monkeypatch.setattr(MlflowClient, "search_experiments", hang)
    found = spool.send_waiting(where.uri)
    assert "no answer" in found.silent
    assert len(asked) == 2  # the first one, and whether somebody is there
    assert len(found.problems) == 1
    assert all(map(spool.waits, entries))


def test_a_name_may_be_longer_than_a_database_takes(where):
    spool.keep(where, [a_record(name="x" * 400)], None, {})
    assert spool.send_waiting(where.uri) == Sent(1)
    assert [len(run.info.run_name) for run in recorded(where)] == [250]


def test_a_dead_server_is_one_line(here):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(StoreError, match=f"tracking.uri=http://127.0.0.1:{port}: the store cannot be used") as error:
        tracking.prepare(f"http://127.0.0.1:{port}", "folklore/test", "")
    assert len(str(error.value).splitlines()) == 1


def test_a_new_store_has_its_name_only_when_it_is_whole(here, monkeypatch):
    """Killed while MLflow made its tables, it could be neither used nor mended."""
    uri, file = "sqlite:///outputs/mlflow.db", Path("outputs/mlflow.db")
    file.parent.mkdir()
    draft = file.with_name("mlflow.db.draft")
    draft.write_text("of somebody who was killed")
    with monkeypatch.context() as patched:
        patched.setattr(tracking, "_let_go", lambda _: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(StoreError, match="killed"):
            tracking.prepare(uri, "folklore/test", "")
    assert [path.name for path in file.parent.glob("mlflow*")] == [draft.name]
    identifier = tracking.prepare(uri, "folklore/test", "")
    assert tracking.look(uri, "folklore/test") == (identifier, {})
    assert [path.name for path in file.parent.glob("*.draft")] == []


def test_a_file_that_is_no_database_is_one_line(here):
    Path("notes.db").write_text("these are notes, not a database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        tracking.prepare("sqlite:///notes.db", "folklore/test", "")


def test_a_deleted_experiment_says_how_to_get_it_back(where):
    identifier = tracking.prepare(where.uri, where.experiment, where.about)
    MlflowClient(where.uri).delete_experiment(identifier)
    for ask in (lambda: tracking.prepare(where.uri, where.experiment, ""),
                lambda: tracking.look(where.uri, where.experiment)):  # fmt: skip
        with pytest.raises(StoreError, match=f"mlflow experiments restore --experiment-id {identifier}`"):
            ask()


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
        patched.setattr(runs, "send", lambda *_: (_ for _ in ()).throw(ConnectionError("gone")))
        patched.setattr(tracking, "silent", lambda uri: "gone")
        called = folklore(*words)
        assert called.status == 1
        assert "does not answer (gone); training goes on" in called.err
        assert "1 cell waits in outputs/spool" in called.err
        again = folklore(*words)  # it is trained, and not trained again
    assert again.status == 1
    assert "unsent" in again.out
    assert len(list(spool.SPOOL.glob("*/run.json"))) == 1
    kept = json.loads(next(spool.SPOOL.glob("*/run.json")).read_text())
    assert kept["runs"][0]["status"] == "FINISHED"
    assert "skipped" in folklore(*words).out


def test_a_server_that_accepts_and_never_answers_is_said_once_and_nobody_waits_for_it(folklore, here, monkeypatch):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "1")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setattr(tracking, "look", lambda *_: ("1", {}))  # it still answered when the sweep began
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{server.getsockname()[1]}")
        called = folklore("run", "-m", "dataset=iris", "epochs=1", "seeds=1,2,3,4")
    assert called.status == 1
    assert called.out.count("unsent") == 4
    assert called.err.count("does not answer") == 1
    assert "4 cells wait in outputs/spool" in called.err


def test_a_report_makes_neither_store_nor_experiment(folklore, here, empty_store):
    words = ("report", "adam_vs_adagrad", "dataset=iris", "seeds=2")
    said = "none of its 2 cells has a finished run"
    assert said in folklore(*words).err
    assert list(here.iterdir()) == []
    (here / "outputs").mkdir()
    shutil.copy(empty_store, here / "outputs" / "mlflow.db")
    assert said in folklore(*words).err
    assert [path.name for path in (here / "outputs").iterdir()] == ["mlflow.db"]
    assert [one.name for one in MlflowClient(f"sqlite:///{here}/outputs/mlflow.db").search_experiments()] == ["Default"]


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
