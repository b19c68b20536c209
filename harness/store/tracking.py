"""The tracking store in MLflow's hands: it is made, experiments are, and what is finished in them is looked up.

MLflow is imported where it is needed, because that takes seconds; process.py says in which process.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from filelock import FileLock

from harness.errors import BadWord
from harness.paths import OUTPUTS
from reports import wire
from reports.claims.metric import ACCURACY
from reports.text import public

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Experiment

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
PARQUET = b"PAR1"  # the first and the last bytes of such a file
SERVERS = ("http", "databricks")
SETTINGS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    # A server that does not answer is noticed in seconds, not in minutes: results wait on disk for the next call.
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
}


_clients: dict[str, MlflowClient] = {}


class StoreError(BadWord):
    """The tracking store cannot be used; nothing is lost, because results are on disk first."""


def _quiet() -> None:
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


def get_ready() -> None:
    """Import what is needed; most people's store is a SQLite file."""
    _quiet()
    import mlflow.store.tracking.sqlalchemy_store  # noqa: F401


def client(uri: str) -> MlflowClient:
    """MLflow's client of the store at `uri`; that of a SQLite file makes its folder."""
    if uri not in _clients:
        _clients[uri] = _client(uri)
    return _clients[uri]


def _client(uri: str) -> MlflowClient:
    _quiet()
    from mlflow import MlflowClient

    make_room(uri)
    if not uri.startswith(SERVERS):
        _connect(uri)
    return MlflowClient(tracking_uri=uri)


def _connect(uri: str) -> None:
    """Raises at once what is wrong with a database: MLflow would try again and again for 100 s, in silence."""
    from sqlalchemy import NullPool, create_engine

    create_engine(uri, poolclass=NullPool).connect().close()


def _sqlite_file(uri: str) -> Path | None:
    return Path(uri.removeprefix("sqlite:///")) if uri.startswith("sqlite:///") else None


def exists(uri: str) -> bool:
    """Is there a store at `uri`? One that is not a file is taken to be there; whoever needs it finds out."""
    path = _sqlite_file(uri)
    return path is None or path.exists()


def close() -> None:
    """Let go of all stores: what SQLite keeps beside a file while it is open, it puts into the file."""
    for one in _clients.values():
        _let_go(one)


def _let_go(store: MlflowClient) -> None:
    with suppress(AttributeError):  # a server has no engine
        store._tracking_client.store.engine.dispose()  # private; but nothing public leads there


def make_room(uri: str) -> None:
    """Make the folder of a SQLite store that is not there yet; an OSError if it cannot be made."""
    if path := _sqlite_file(uri):
        path.parent.mkdir(parents=True, exist_ok=True)


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

    Commands that are called at once take turns: several processes that meet a new SQLite store would ruin it.
    """
    OUTPUTS.mkdir(parents=True, exist_ok=True)
    with _reaching(uri), FileLock(OUTPUTS / "store.lock"):
        if path := _sqlite_file(uri):
            if not path.exists():
                _make(path)
            _allow_concurrent_readers(path)
        before = _experiment(uri, experiment)
        if before is None:
            tags = {
                "mlflow.note.content": description,
                f"mlflow.sharedViewState.{wire.VIEW}": json.dumps(VIEW_STATE),
            }
            place = _place(uri, experiment)
            return str(client(uri).create_experiment(experiment, artifact_location=place, tags=tags))
        if before.tags.get("mlflow.note.content") != description:
            client(uri).set_experiment_tag(before.experiment_id, "mlflow.note.content", description)
        return str(before.experiment_id)


def _make(path: Path) -> None:
    """Make a SQLite store, which has its name only when it is whole: one that is half made, nobody can mend."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    store = _client(f"sqlite:///{draft}")
    store.search_experiments(max_results=1)
    _let_go(store)
    draft.replace(path)


def _experiment(uri: str, name: str) -> Experiment | None:
    """The experiment of this name, if there is one; a StoreError if it was deleted."""
    if (file := _sqlite_file(uri)) and file.exists():
        follow(file)
    found = client(uri).get_experiment_by_name(name)
    if found is not None and found.lifecycle_stage == "deleted":
        restore = f"{Path(sys.executable).parent / 'mlflow'} experiments restore --experiment-id {found.experiment_id}"
        said = f"the experiment {name} was deleted in {uri}; restore it with `MLFLOW_TRACKING_URI={uri} {restore}`"
        raise StoreError(public(said))
    return found


def _place(uri: str, experiment: str) -> str | None:
    """Where artifacts go: beside a SQLite file, to outputs/ if the store is another database; a server knows itself."""
    if uri.startswith(SERVERS):
        return None
    file = _sqlite_file(uri)
    return str(((file.parent if file else OUTPUTS) / "artifacts" / experiment).resolve())


def look(uri: str, experiment: str) -> tuple[str, dict[str, Finished]]:
    """The id of the experiment and what is finished in it; "" and nothing, if there is none. Makes nothing."""
    with _reaching(uri):
        found = _experiment(uri, experiment)
    return ("", {}) if found is None else (str(found.experiment_id), finished(uri, str(found.experiment_id)))


def whole(uri: str, runs: Mapping[str, Finished]) -> dict[str, Finished]:
    """Those of `runs` whose tables are there, from the first byte to the last."""
    return {key: run for key, run in runs.items() if _has_its_tables(client(uri), run.run_id)}


def _has_its_tables(store: MlflowClient, run_id: str) -> bool:
    with TemporaryDirectory() as folder:
        for table in (wire.REPLICAS, wire.CURVES):
            try:
                content = Path(store.download_artifacts(run_id, wire.file(table), folder)).read_bytes()
            except Exception:  # which of many libraries raises what, nobody documents
                store.get_run(run_id)  # or is it the store that cannot be reached?
                return False
            if not (content.startswith(PARQUET) and content.endswith(PARQUET)):
                return False
    return True


def silent(uri: str) -> str:
    """Why the store at `uri` cannot be reached; "" if it can."""
    try:
        with _reaching(uri):
            if exists(uri):  # else it would be made
                client(uri).search_experiments(max_results=1)
    except StoreError as error:
        return str(error)
    return ""


def _allow_concurrent_readers(path: Path) -> None:
    """Switch on write-ahead logging, which stays on: a third more runs per second from several processes."""
    with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode=WAL")  # fails while somebody reads: then the next call does it


def follow(file: Path) -> None:
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


def experiments(uri: str) -> dict[str, str]:
    """Name → id of this project's experiments."""
    with _reaching(uri):
        ours = client(uri).search_experiments(filter_string="name LIKE 'folklore/%'")
        return {experiment.name: str(experiment.experiment_id) for experiment in ours}
