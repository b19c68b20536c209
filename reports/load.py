"""The only reader of MLflow: from recorded runs to tidy frames."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd

from reports import metrics, targets
from reports.claim import Claim
from reports.errors import NothingRecorded

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run

KEYS = ["dataset", "contestant", "cell"]


@dataclass(frozen=True)
class Recorded:
    """What is recorded of one claim's cells.

    runs        a row per finished cell: cell, run_id, dataset, contestant, claim_definition, code_version, launcher,
                dataset_notes (sentences on what was done to the data, as JSON)
    replicas    a row per replica: dataset, contestant, cell, seed, trial, diverged_at (epoch or NaN), n_train,
                n_test, validation_accuracy, test_accuracy, test_accuracy_of_constant (or r2), the same of log_loss,
                brier and ece, seconds, one column per tuned hyperparameter, named as in the configuration
                (`optimizer.lr`), and those of targets.with_targets
    curves      a row per replica and epoch (1, 2, …): dataset, contestant, cell, seed, trial, epoch, train_loss,
                validation_loss, validation_accuracy, test_loss, test_accuracy
    missing     descriptions of the cells that were planned and have no finished run
    """

    claim: Claim
    experiment_id: str
    runs: pd.DataFrame
    replicas: pd.DataFrame
    curves: pd.DataFrame
    missing: tuple[str, ...] = ()

    @property
    def notes(self) -> dict[str, list[str]]:
        """Data set → what was done to its columns, in sentences; those without any are left out."""
        latest = self.runs.drop_duplicates("dataset", keep="last")
        notes = zip(latest["dataset"], latest["dataset_notes"], strict=True)
        found = {str(name): json.loads(sentences) for name, sentences in notes}
        return {name: sentences for name, sentences in found.items() if sentences}


def read(uri: str, experiment_id: str, claim: Claim, cells: Mapping[str, str]) -> Recorded:
    """All that the store at `uri` holds of `cells` (key → description); of several finished runs, the last.

    NothingRecorded if none of them is finished.
    """
    from mlflow import MlflowClient  # takes three seconds: only when something is read

    client = MlflowClient(tracking_uri=uri)
    latest = {run.data.tags.get("cell"): run for run in _finished(client, experiment_id)}
    runs = {key: latest[key] for key in cells if key in latest}
    # A claim whose metric was changed may have runs without it; any data can be raced or diverge on.
    judged_by = {f"final/test_{claim.metric}"}
    if claim.metric in (*metrics.TO_TARGET, "divergence"):
        judged_by = {f"final/test_{score}" for score in metrics.SCORES}
    runs = {key: run for key, run in runs.items() if judged_by & set(run.data.metrics)}
    missing = tuple(description for key, description in cells.items() if key not in runs)
    if not runs:
        raise NothingRecorded(f"none of its {len(cells)} cells has a finished run in {uri}")
    rows = [_row(key, run, claim.factor) for key, run in runs.items()]
    tables: dict[str, list[pd.DataFrame]] = {"replicas": [], "curves": []}
    for row in rows:
        for name, table in zip(tables, _artifacts(client, row["run_id"], tuple(tables)), strict=True):
            tables[name].append(table.assign(**{key: row[key] for key in KEYS}))
    joined = {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}
    timed = all(row["launcher"] == "basic" for row in rows)
    replicas = targets.with_targets(joined["replicas"], joined["curves"], timed)
    return Recorded(claim, experiment_id, pd.DataFrame(rows), replicas, joined["curves"], missing)


def _finished(client: MlflowClient, experiment_id: str) -> list[Run]:
    """The finished runs of cells, the oldest first."""
    found: list[Run] = []
    token = None
    while True:
        page = client.search_runs(
            [experiment_id], "attributes.status = 'FINISHED'", order_by=["attributes.start_time"], page_token=token
        )
        found += page
        token = page.token
        if not token:
            return [run for run in found if "cell" in run.data.tags]


def _row(key: str, run: Run, factor: str) -> dict[str, Any]:
    return {
        "cell": key,
        "run_id": run.info.run_id,
        "dataset": run.data.params["dataset"],
        "contestant": run.data.params[factor],
        "claim_definition": run.data.tags.get("claim_definition", ""),
        "code_version": run.data.tags.get("code_version", ""),
        "dataset_notes": run.data.tags.get("dataset_notes", "[]"),
        "launcher": run.data.tags.get("launcher", ""),
    }


def _artifacts(client: MlflowClient, run_id: str, names: tuple[str, ...]) -> list[pd.DataFrame]:
    """The tables NAME.parquet of a run; a store on this machine is read where it is."""
    with TemporaryDirectory() as folder:
        paths = [client.download_artifacts(run_id, f"{name}.parquet", folder) for name in names]
        return [pd.read_parquet(Path(path)) for path in paths]
