"""The only writer of MLflow. Imports it where it is needed: that takes three seconds."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from harness.errors import BadWord
from harness.paths import OUTPUTS
from reports import wire
from reports.claims.metric import ACCURACY
from reports.text import public

if TYPE_CHECKING:
    from mlflow import MlflowClient

SHOWN = [f"metrics.`{wire.final(name)}`" for name in (wire.test(ACCURACY), wire.validation(ACCURACY), "diverged")]
# MLflow's UI shows no scores until somebody picks columns; a shared view, kept as a tag of the experiment, picks them.
VIEW_STATE = {
    "orderByKey": SHOWN[0],
    "orderByAsc": False,
    "searchFilter": "",
    "startTime": "ALL",
    "lifecycleFilter": "Active",
    "datasetsFilter": [],
    "modelVersionFilter": "All Runs",
    "selectedColumns": SHOWN,
}
BATCH = 900  # MLflow takes at most 1,000 metrics, parameters and tags at once, and at most 100 parameters
SETTINGS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    # A server that does not answer is noticed in seconds, not in minutes: results wait on disk for the next call.
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
}


class StoreError(BadWord):
    """The tracking store cannot be used; nothing is lost, because results are on disk first."""


@dataclass(frozen=True)
class RunRecord:
    """One MLflow run as it will be: what spool.py keeps on disk until it is sent.

    metrics          (name, value, epoch)
    dataset          name, digest, source and profile of the data set
    start, end       milliseconds since 1970
    """

    name: str
    status: str
    tags: dict[str, str]
    params: dict[str, str]
    metrics: list[tuple[str, float, int]]
    dataset: dict[str, str] | None
    start: int
    end: int


def _quiet() -> None:
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


@lru_cache
def client(uri: str) -> MlflowClient:
    """MLflow's client of the store at `uri`; that of a SQLite file makes its folder."""
    _quiet()
    from mlflow import MlflowClient

    if path := _sqlite_file(uri):
        path.parent.mkdir(parents=True, exist_ok=True)
    return MlflowClient(tracking_uri=uri)


def _sqlite_file(uri: str) -> Path | None:
    return Path(uri.removeprefix("sqlite:///")) if uri.startswith("sqlite:///") else None


def exists(uri: str) -> bool:
    """Is there a store at `uri`? One that is not a file is taken to be there; whoever needs it finds out."""
    path = _sqlite_file(uri)
    return path is None or path.exists()


@contextmanager
def _reaching(uri: str) -> Iterator[None]:
    """Whatever MLflow, its database driver or the network raises, as one StoreError."""
    try:
        yield
    except BadWord:
        raise
    except Exception as error:
        first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise StoreError(public(f"tracking.uri={uri}: the store cannot be used: {first[:200]}")) from None


def prepare(uri: str, experiment: str, description: str) -> str:
    """Make the store and the experiment if they are not there yet; the experiment's id.

    Called once, before any worker starts: several processes that meet a new SQLite store would ruin it. Two
    sweeps at once take turns.
    """
    OUTPUTS.mkdir(parents=True, exist_ok=True)
    with _reaching(uri), FileLock(OUTPUTS / "store.lock"):
        if (file := _sqlite_file(uri)) is not None and file.exists():
            _follow(file)
        store = client(uri)
        before = store.get_experiment_by_name(experiment)
        path = _sqlite_file(uri)
        if path is not None:
            _allow_concurrent_readers(path)
        if before is None:
            place = None if path is None else str((path.parent / "artifacts" / experiment).resolve())
            tags = {
                "mlflow.note.content": description,
                f"mlflow.sharedViewState.{wire.VIEW}": json.dumps(VIEW_STATE),
            }
            identifier = store.create_experiment(experiment, artifact_location=place, tags=tags)
            return str(identifier)
        if before.lifecycle_stage == "deleted":
            raise StoreError(
                public(
                    f"the experiment {experiment} was deleted in {uri}; restore it with "
                    f"`MLFLOW_TRACKING_URI={uri} mlflow experiments restore --experiment-id {before.experiment_id}`"
                )
            )
        if before.tags.get("mlflow.note.content") != description:
            store.set_experiment_tag(before.experiment_id, "mlflow.note.content", description)
        return str(before.experiment_id)


def _allow_concurrent_readers(path: Path) -> None:
    """Switch on write-ahead logging, which stays on: a third more runs per second from several processes."""
    with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL")  # fails while somebody reads: then the next call does it


def _follow(file: Path) -> None:
    """Let a store that was moved or copied find its artifacts where they are now.

    MLflow keeps their absolute places: it would read and write those of the folder where the store was made.
    """
    here, ours = (file.parent / "artifacts").resolve(), "/artifacts/folklore/"
    with closing(sqlite3.connect(file)) as store, suppress(sqlite3.OperationalError):  # read-only, or not yet made
        for (place,) in store.execute("SELECT artifact_location FROM experiments").fetchall():
            before, found, name = str(place).rpartition(ours)
            there = f"{before}/artifacts"
            if not found or there == str(here) or not (here / "folklore" / name).is_dir():
                continue
            for table, column in (("experiments", "artifact_location"), ("runs", "artifact_uri")):
                store.execute(
                    f"UPDATE {table} SET {column} = ? || substr({column}, ?) WHERE substr({column}, 1, ?) = ?",
                    (str(here), len(there) + 1, len(there) + 1, f"{there}/"),
                )
            store.commit()


@dataclass(frozen=True)
class Finished:
    """A finished cell: the id of its run, and the version of the code that made it."""

    run_id: str
    code_version: str


def finished(uri: str, experiment_id: str) -> dict[str, Finished]:
    """Cell key → its run, of every finished cell in the experiment; of several the latest."""
    runs: dict[str, Finished] = {}
    token = None
    with _reaching(uri):
        while True:
            page = client(uri).search_runs(
                [experiment_id], "attributes.status = 'FINISHED'", max_results=1000, page_token=token,
                order_by=["attributes.start_time DESC"],
            )  # fmt: skip
            for run in page:
                if wire.CELL in (tags := run.data.tags):
                    runs.setdefault(tags[wire.CELL], Finished(run.info.run_id, tags.get(wire.CODE_VERSION, "")))
            token = page.token
            if not token:
                return runs


def send(uri: str, experiment_id: str, record: RunRecord, artifacts: Path | None, begun: Callable[[str], None]) -> str:
    """Write one run with as few calls as MLflow allows; its id.

    artifacts    a folder, or None
    begun        told the run's id as soon as there is one, so that half a run can be deleted later
    """
    store = client(uri)
    run = store.create_run(experiment_id, record.start, record.tags, record.name)
    run_id = str(run.info.run_id)
    begun(run_id)
    for params, metrics in _batches(record):
        store.log_batch(run_id, metrics, params)
    if record.dataset is not None:
        _log_dataset(store, run_id, record.dataset)
    if artifacts is not None:
        store.log_artifacts(run_id, str(artifacts))
    store.set_terminated(run_id, record.status, record.end)
    return run_id


def forget(uri: str, run_id: str) -> None:
    """Delete a run that was sent by half: it is sent again as a whole."""
    with suppress(Exception):  # it may be gone already
        client(uri).delete_run(run_id)


def _batches(record: RunRecord) -> Iterable[tuple[list[Any], list[Any]]]:
    from mlflow.entities import Metric, Param

    params = [Param(name, value[:6000]) for name, value in record.params.items()]
    metrics = [Metric(name, value, record.end, epoch) for name, value, epoch in record.metrics]
    yield params[:100], metrics[:BATCH]
    for start in range(BATCH, len(metrics), BATCH):
        yield [], metrics[start : start + BATCH]


def _log_dataset(store: MlflowClient, run_id: str, dataset: dict[str, str]) -> None:
    """Two processes that meet a new data set at once both insert it, and one fails; it finds it the next time."""
    from mlflow.exceptions import MlflowException

    for pause in (0.05, 0.2, 0.8):
        try:
            return store.log_inputs(run_id, [_dataset_input(dataset)])
        except MlflowException:
            time.sleep(pause)
    store.log_inputs(run_id, [_dataset_input(dataset)])


def _dataset_input(dataset: dict[str, str]) -> Any:
    from mlflow.entities import Dataset, DatasetInput, InputTag

    source = json.dumps({"tags": {"mlflow.source.name": dataset["source"]}})
    entry = Dataset(dataset["name"], dataset["digest"], "code", source, profile=dataset["profile"])
    return DatasetInput(entry, [InputTag("mlflow.data.context", "training")])


def experiments(uri: str) -> dict[str, str]:
    """Name → id of this project's experiments."""
    with _reaching(uri):
        ours = client(uri).search_experiments(filter_string="name LIKE 'folklore/%'")
        return {experiment.name: str(experiment.experiment_id) for experiment in ours}
