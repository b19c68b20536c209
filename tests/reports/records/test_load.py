"""Reading a real store: what comes back, what is left out, and what is said of one that cannot be read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from build import a_case, a_claim, sent, simulated
from mlflow import MlflowClient

from reports import wire
from reports.claims.metric import METRICS
from reports.errors import CannotRead, NothingRecorded
from reports.records import load
from reports.records.case import Case

CLAIM = a_claim()


@pytest.fixture(scope="module")
def uri(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of this file's own; every test has an experiment of its own in it."""
    path = tmp_path_factory.mktemp("load") / "mlflow.db"
    shutil.copy(empty_store, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def recorded():
    made = simulated(CLAIM, ("iris", "wine"), seeds=2, trials=2, epochs=2)
    return replace(made, runs=made.runs.assign(claim_setup='{"seeds": 2}'))


def by_r2(recorded):
    """The same record of data that are judged by r2."""
    names = {name: name.replace("accuracy", "r2") for name in (*recorded.replicas, *recorded.curves)}
    replicas, curves = (table.rename(columns=names) for table in (recorded.replicas, recorded.curves))
    return replace(recorded, replicas=replicas, curves=curves)


@pytest.fixture(scope="module")
def send(uri, tmp_path_factory) -> Callable[..., Case]:
    """Write a record into an experiment of its own."""
    return lambda recorded, **params: sent(recorded, uri, tmp_path_factory.mktemp("experiment"), **params)


@pytest.fixture(scope="module")
def case(send, recorded) -> Case:
    """Of an experiment that is only read."""
    return send(recorded)


@pytest.fixture(scope="module")
def numbers(send, recorded) -> Case:
    """The same on data that are judged by r2."""
    return send(by_r2(recorded))


def test_what_was_written_comes_back(case, recorded):
    found = load.read(case)
    pd.testing.assert_frame_equal(found.replicas[list(recorded.replicas)], recorded.replicas)
    pd.testing.assert_frame_equal(found.curves[list(recorded.curves)], recorded.curves)
    same = ["cell", "dataset", "contestant", "claim_definition", "claim_setup", "code_version", "sweep"]
    pd.testing.assert_frame_equal(found.runs[same], recorded.runs[same])
    assert (found.claim, found.spaces, found.missing, found.others) == (CLAIM, recorded.spaces, (), ())
    assert set(found.runs["launcher"]) == {"joblib"}
    assert set(found.runs["parameters"]) == {10}
    assert set(found.runs["swept"]) == {""}


def test_cells_that_were_planned_and_have_no_run_are_missing(case):
    more = replace(case, cells={**case.cells, "moons-adam": "moons, adam"})
    assert load.read(more).missing == ("moons, adam",)


def test_of_several_runs_of_a_cell_the_last_is_judged_and_the_claim_of_the_others_is_kept(send, recorded):
    case = send(recorded)
    client = MlflowClient(tracking_uri=case.uri)
    before = {run.info.run_id for run in client.search_runs([case.experiment_id])}
    (old, *_) = [run for run in client.search_runs([case.experiment_id]) if run.data.tags[wire.CELL] == "iris-adam"]
    again = client.create_run(case.experiment_id, start_time=old.info.start_time + 1000, tags=dict(old.data.tags))
    for name, value in old.data.params.items():
        client.log_param(again.info.run_id, name, value)
    client.log_metric(again.info.run_id, "final/test_accuracy", 0.5)
    for table in (wire.REPLICAS, wire.CURVES):
        client.log_artifact(again.info.run_id, client.download_artifacts(old.info.run_id, wire.file(table)))
    client.set_tag(old.info.run_id, wire.CLAIM_SETUP, '{"seeds": 1}')
    client.set_terminated(again.info.run_id)
    found = load.read(case)
    assert set(found.runs["run_id"]) == (before - {old.info.run_id}) | {again.info.run_id}
    assert found.others == ((json.dumps(CLAIM.as_mapping()), '{"seeds": 1}'),)
    unfinished = client.create_run(case.experiment_id, tags={wire.CELL: "iris-adam"})  # still training: not judged
    assert unfinished.info.run_id not in set(load.read(case).runs["run_id"])


def test_runs_without_the_metric_of_the_claim_are_not_judged(case):
    """As after it was changed."""
    by_loss = replace(case, claim=a_claim(metric="log_loss"))
    with pytest.raises(NothingRecorded, match=r"^none of its 4 cells has a finished run in sqlite:///"):
        load.read(by_loss)
    alone = replace(by_loss, cells={"iris-adam": ""})
    with pytest.raises(NothingRecorded, match=r"^none of its 1 cell has a finished run in sqlite:///"):
        load.read(alone)


def test_what_a_claim_sweeps_tells_cells_apart(send, recorded):
    deep = a_claim(modifiers=["model.repeats", "rows"])
    case = send(replace(recorded, claim=deep), **{"model.repeats": "3"})
    found = load.read(case)
    assert set(found.runs["model.repeats"]) == {"3"}
    assert set(found.replicas["swept"]) == {"model.repeats=3"}


@pytest.mark.parametrize("kind", ["superiority", "near_optimal"])
def test_a_comparison_that_names_no_metric_is_about_the_score_that_its_data_have(case, numbers, kind):
    open_ = a_claim(kind, metric=None)
    for name, one in (("accuracy", case), ("r2", numbers)):
        claim = load.read(replace(one, claim=open_)).claim
        assert claim == a_claim(kind, metric=name)
        assert claim.metric is METRICS[name]


def test_a_claim_that_names_its_metric_keeps_it(numbers):
    assert load.read(replace(numbers, claim=a_claim(metric="epochs_to_target"))).claim.rope == 1.0
    with pytest.raises(NothingRecorded, match="none of its 4 cells"):
        load.read(replace(numbers, claim=a_claim(metric="accuracy")))


def test_data_with_different_scores_are_not_compared_and_the_reader_is_told_what_to_do(send, recorded):
    """As a regression beside a classification: which of them is meant, the command line says."""
    classes = recorded.replicas[recorded.replicas["dataset"] == "iris"]
    both = replace(recorded, replicas=pd.concat([classes, by_r2(recorded).replicas.query("dataset == 'wine'")]))
    case = send(both)
    with pytest.raises(NothingRecorded) as error:
        load.read(replace(case, claim=a_claim(metric=None)))
    assert str(error.value) == (
        "its data sets are judged by accuracy and r2, which cannot be compared; claim.metric=accuracy takes those that "
        "have it"
    )
    taken = load.read(replace(case, claim=a_claim(metric="accuracy")))
    assert set(taken.runs["dataset"]) == {"iris"}
    assert taken.missing == ("wine-adam", "wine-adagrad")


def damaged(case: Case, how: Callable[[Path], object]) -> Case:
    """With one table of one run damaged."""
    client = MlflowClient(tracking_uri=case.uri)
    run = client.search_runs([case.experiment_id])[0]
    how(Path(run.info.artifact_uri.removeprefix("file://")) / wire.file(wire.REPLICAS))
    return case


@pytest.mark.parametrize("how", [Path.unlink, lambda path: path.write_text("no table")], ids=["missing", "broken"])
def test_a_table_that_is_missing_or_broken_is_one_line(send, recorded, how):
    case = damaged(send(recorded), how)
    with pytest.raises(CannotRead) as error:
        load.read(case)
    assert str(error.value).startswith(f"in {case.uri} the files of the cell wine, adagrad cannot be read (")
    assert str(error.value).endswith("tracking.rerun=true trains it again")
    assert len(str(error.value).splitlines()) == 1


def test_a_search_space_that_was_cut_short_is_one_line(send, recorded, uri):
    damaged = send(recorded)
    client = MlflowClient(uri)
    run = client.search_runs([damaged.experiment_id])[0].info.run_id
    client.set_tag(run, wire.SEARCH, '{"optimizer.lr": {"lo')
    with pytest.raises(CannotRead, match=r"its record in .* cannot be read: "):
        load.read(damaged)


def test_a_store_that_is_none_is_one_line(tmp_path):
    (tmp_path / "mlflow.db").write_text("no store\n" * 1000)
    case = a_case(CLAIM, uri=f"sqlite:///{tmp_path}/mlflow.db", cells={"iris-adam": ""})
    with pytest.raises(CannotRead, match=r"^its record in sqlite:///.* cannot be read: .*file is not a database"):
        load.read(case)


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (OSError("[Errno 111] Connection refused"), "[Errno 111] Connection refused"),
        (RuntimeError("\n  \nfirst line\nsecond line"), "first line"),
        (ValueError(), "ValueError"),
        (KeyError("x" * 300), "'" + "x" * 199),
    ],
)
def test_whatever_goes_wrong_while_reading_is_one_line(monkeypatch, raised, said):
    class Gone:
        def __init__(self, tracking_uri: str) -> None:
            raise raised

    monkeypatch.setattr("mlflow.MlflowClient", Gone)
    with pytest.raises(CannotRead) as error:
        load.read(a_case(CLAIM, uri="http://nowhere:5000"))
    assert str(error.value) == f"its record in http://nowhere:5000 cannot be read: {said}"
    assert error.value.__cause__ is raised


def test_what_reading_itself_says_stays_as_it_is():
    with pytest.raises(NothingRecorded, match=r"^nothing here$"), load.reading("sqlite:///x.db"):
        raise NothingRecorded("nothing here")
