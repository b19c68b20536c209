"""The only reader of MLflow: from recorded runs to tidy frames."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd

from reports import metrics, targets
from reports.claim import PROPERTIES, Claim
from reports.edges import Space
from reports.errors import NothingRecorded

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run


@dataclass(frozen=True)
class Recorded:
    """What is recorded of one claim's cells.

    runs        a row per finished cell: cell, run_id, dataset, contestant, claim_definition, claim_design,
                code_version, launcher, sweep, parameters (of the network), rows, features, classes (of the data set),
                dataset_notes (sentences on what was done to the data, as JSON), every further word that the claim
                sweeps, and swept, what they say in one text (`model.repeats=3, loss=hinge`; empty if there are none)
    replicas    a row per replica: dataset, contestant, cell, swept, seed, trial, diverged_at (epoch or NaN), n_train,
                n_test, validation_accuracy, test_accuracy, test_accuracy_of_constant (or r2), the same of log_loss,
                brier and ece, seconds, one column per tuned hyperparameter, named as in the configuration
                (`optimizer.lr`), and those of targets.with_targets
    curves      a row per replica and epoch (1, 2, …): dataset, contestant, cell, seed, trial, epoch, train_loss,
                validation_loss, validation_accuracy, test_loss, test_accuracy
    missing     descriptions of the cells that were planned and have no finished run
    spaces      contestant → tuned hyperparameter (`optimizer.lr`) → its declared search space
    others      definition and design of the claim when other runs of its experiment were made, each pair once
    """

    claim: Claim
    experiment_id: str
    runs: pd.DataFrame
    replicas: pd.DataFrame
    curves: pd.DataFrame
    missing: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    spaces: dict[str, dict[str, Space]] = field(default_factory=dict)

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
    finished = _finished(client, experiment_id)
    latest = {run.data.tags.get("cell"): run for run in finished}
    runs = {key: latest[key] for key in cells if key in latest}
    # A claim whose metric was changed may have runs without it; any data can be raced or diverge on.
    judged_by = {f"final/test_{claim.metric}"}
    if claim.metric in (*metrics.TO_TARGET, "divergence"):
        judged_by = {f"final/test_{score}" for score in metrics.SCORES}
    runs = {key: run for key, run in runs.items() if judged_by & set(run.data.metrics)}
    missing = tuple(description for key, description in cells.items() if key not in runs)
    if not runs:
        raise NothingRecorded(f"none of its {len(cells)} cells has a finished run in {uri}")
    rows = [_row(key, run, claim) for key, run in runs.items()]
    judged = {row["run_id"] for row in rows}
    others = tuple(dict.fromkeys(_as_it_was(run) for run in finished if run.info.run_id not in judged))
    keys = {"replicas": ["dataset", "contestant", "cell", "swept"], "curves": ["dataset", "contestant", "cell"]}
    tables: dict[str, list[pd.DataFrame]] = {name: [] for name in keys}
    for row in rows:
        for name, table in zip(tables, _artifacts(client, row["run_id"], tuple(tables)), strict=True):
            tables[name].append(table.assign(**{key: row[key] for key in keys[name]}))
    joined = {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}
    timed = all(row["launcher"] == "basic" for row in rows)
    replicas = targets.with_targets(joined["replicas"], joined["curves"], timed)
    spaces = {row["contestant"]: _spaces(run) for row, run in zip(rows, runs.values(), strict=True)}
    return Recorded(claim, experiment_id, pd.DataFrame(rows), replicas, joined["curves"], missing, others, spaces)


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


def _row(key: str, run: Run, claim: Claim) -> dict[str, Any]:
    definition, design = _as_it_was(run)
    inputs = run.inputs.dataset_inputs if run.inputs else []
    profile = json.loads(inputs[0].dataset.profile or "{}") if inputs else {}
    swept = {word: run.data.params.get(word, "") for word in claim.swept}
    return {
        "cell": key,
        "run_id": run.info.run_id,
        "dataset": run.data.params["dataset"],
        "contestant": run.data.params[claim.factor],
        "claim_definition": definition,
        "claim_design": design,
        "code_version": run.data.tags.get("code_version", ""),
        "dataset_notes": run.data.tags.get("dataset_notes", "[]"),
        "sweep": run.data.tags.get("sweep", ""),
        "parameters": int(run.data.params.get("parameters", 0)),
        **{name: profile.get(name) for name in PROPERTIES},
        **swept,
        "swept": ", ".join(f"{word}={value}" for word, value in swept.items()),
        "launcher": run.data.tags.get("launcher", ""),
    }


def _as_it_was(run: Run) -> tuple[str, str]:
    """The claim's definition and design when `run` was made, as JSON."""
    return run.data.tags.get("claim_definition", ""), run.data.tags.get("claim_design", "")


def _spaces(run: Run) -> dict[str, Space]:
    """The search space of every tuned hyperparameter, named as in the table of replicas."""
    declared = {
        f"optimizer.{name.removeprefix('search.')}": Space.parse(text)
        for name, text in run.data.params.items()
        if name.startswith("search.")
    }
    return {name: space for name, space in declared.items() if space}


def _artifacts(client: MlflowClient, run_id: str, names: tuple[str, ...]) -> list[pd.DataFrame]:
    """The tables NAME.parquet of a run; a store on this machine is read where it is."""
    with TemporaryDirectory() as folder:
        paths = [client.download_artifacts(run_id, f"{name}.parquet", folder) for name in names]
        return [pd.read_parquet(Path(path)) for path in paths]
