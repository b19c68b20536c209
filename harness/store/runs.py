"""One run as MLflow takes it: what stands in it, and how it is written with as few calls as there can be."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.store.tracking import client

if TYPE_CHECKING:
    from mlflow import MlflowClient

BATCH = 900  # MLflow takes at most 1,000 metrics, parameters and tags at once, and at most 100 parameters
GONE = ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")  # of a run that is not there, or is deleted
NAME = 250  # characters that a name of a run may have


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


def send(uri: str, experiment_id: str, record: RunRecord, artifacts: Path | None, begun: Callable[[str], None]) -> str:
    """Write one run with as few calls as MLflow allows; its id.

    artifacts    a folder, or None
    begun        told the run's id as soon as there is one, so that half a run can be deleted later
    """
    store = client(uri)
    run = store.create_run(experiment_id, record.start, record.tags, _short(record.name))
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


def _short(name: str) -> str:
    return name if len(name) <= NAME else name[: NAME - 1] + "…"


def forget(uri: str, run_id: str) -> None:
    """Delete a run that was sent by half: it is sent again as a whole. An error if it cannot be deleted."""
    from mlflow.exceptions import MlflowException

    try:
        client(uri).delete_run(run_id)
    except MlflowException as error:
        if error.error_code not in GONE:
            raise


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
