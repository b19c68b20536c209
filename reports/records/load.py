"""The only reader of MLflow: from recorded runs to tidy frames."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pandas as pd

from reports import text, wire
from reports.claims.claim import Claim
from reports.claims.comparison import PROPERTIES
from reports.claims.metric import SCORES
from reports.errors import CannotRead, ClaimError, NothingRecorded, ReportError
from reports.records import targets
from reports.records.case import Case
from reports.records.space import Space, spaces

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run

Kind = TypeVar("Kind", bound=Claim, covariant=True)


@dataclass(frozen=True)
class Recorded(Generic[Kind]):
    """What is recorded of one claim's cells.

    claim       with the metric that the data are judged by, if it names none
    runs        a row per finished cell: cell, run_id, dataset, contestant, claim_definition, claim_setup,
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
    lost        descriptions of those whose run has lost its tables, and why
    spaces      contestant → tuned hyperparameter (`optimizer.lr`) → its declared search space
    others      definition and setup of the claim when other runs of its experiment were made, each pair once
    """

    claim: Kind
    experiment_id: str
    runs: pd.DataFrame
    replicas: pd.DataFrame
    curves: pd.DataFrame
    missing: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    spaces: Mapping[str, Mapping[str, Space]] = field(default_factory=dict)

    @property
    def notes(self) -> dict[str, list[str]]:
        """Data set → what was done to its columns, in sentences; those without any are left out."""
        latest = self.runs.drop_duplicates("dataset", keep="last")
        by_data_set = zip(latest["dataset"], latest["dataset_notes"], strict=True)
        notes = {str(name): json.loads(sentences) for name, sentences in by_data_set}
        return {name: sentences for name, sentences in notes.items() if sentences}


def read(case: Case) -> Recorded[Claim]:
    """All that the store of `case` holds of its cells; of several finished runs of a cell, the last.

    NothingRecorded if none of them is finished; CannotRead if the store cannot be read, or no run's tables.
    """
    if not case.experiment_id:
        raise NothingRecorded(_nothing(case))
    with reading(case.uri):
        from mlflow import MlflowClient  # takes three seconds: only when something is read

        client = MlflowClient(tracking_uri=case.uri)
        finished = _finished(client, case.experiment_id)
        latest = {run.data.tags[wire.CELL]: run for run in finished}
        # A claim whose metric was changed may have runs without it.
        wanted = {wire.final(wire.test(name)) for name in case.claim.measure.recorded}
        runs = {key: latest[key] for key in case.cells if key in latest and wanted & set(latest[key].data.metrics)}
        if not runs:
            raise NothingRecorded(_nothing(case))
        claim = _on_its_data(case.claim, runs)
        rows = [_row(key, run, claim) for key, run in runs.items()]
        tables, lost = {}, {}
        for key, run in runs.items():
            try:
                tables[key] = _artifacts(case.uri, str(run.info.artifact_uri))
            except Exception as error:  # which of many libraries raises what, nobody documents
                client.get_experiment(case.experiment_id)  # or is it the store that cannot be reached?
                lost[key] = text.public(f"{case.cells[key]} ({_first_line(error)})")
        if not tables:
            raise CannotRead(_all_lost(lost))
        rows = [row for row in rows if row["cell"] in tables]
        replicas, curves = _joined(rows, tables)
        timed = all(row["launcher"] == wire.ONE_AT_A_TIME for row in rows)
        judged = {row["run_id"] for row in rows}
        return Recorded(
            claim,
            case.experiment_id,
            pd.DataFrame(rows),
            targets.with_targets(replicas, curves, timed),
            curves,
            tuple(description for key, description in case.cells.items() if key not in runs),
            tuple(lost.values()),
            tuple(dict.fromkeys(_as_it_was(run) for run in finished if run.info.run_id not in judged)),
            {row["contestant"]: spaces(runs[row["cell"]].data.tags.get(wire.SEARCH, "{}")) for row in rows},
        )  # fmt: skip


Read = Callable[[Case], Recorded[Claim]]  # `read`, or something that calls it elsewhere


def _nothing(case: Case) -> str:
    return text.public(f"none of its {text.count(len(case.cells), 'cell')} has a finished run in {case.uri}")


@contextmanager
def reading(uri: str) -> Iterator[None]:
    """Whatever MLflow, its database driver, the network or a broken file raises, as a CannotRead of one line."""
    try:
        yield
    except ReportError:
        raise
    except Exception as error:  # which of many libraries raises what, nobody documents
        raise CannotRead(text.public(f"its record in {uri} cannot be read: {_first_line(error)}")) from error


def _first_line(error: Exception) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)[:200]


def _all_lost(lost: Mapping[str, str]) -> str:
    first, *others = lost.values()
    more = f", and of {text.count(len(others), 'other cell')}" if others else ""
    return text.public(
        f"the tables are gone or broken of {first}{more}; tracking.mend=true trains {'them' if others else 'it'} again"
    )


def _finished(client: MlflowClient, experiment_id: str) -> list[Run]:
    """The finished runs of cells, the oldest first."""
    runs: list[Run] = []
    token = None
    while True:
        page = client.search_runs(
            [experiment_id], "attributes.status = 'FINISHED'", order_by=["attributes.start_time"], page_token=token
        )
        runs += page
        token = page.token
        if not token:
            return [run for run in runs if wire.CELL in run.data.tags]


def _on_its_data(claim: Claim, runs: Mapping[str, Run]) -> Claim:
    """`claim` with the score that its data are judged by, if it leaves that to them."""
    scores = [name for name in SCORES if any(wire.final(wire.test(name)) in run.data.metrics for run in runs.values())]
    try:
        return claim.on_data_judged_by(scores)
    except ClaimError as error:
        raise NothingRecorded(str(error)) from None


def _row(key: str, run: Run, claim: Claim) -> dict[str, Any]:
    definition, setup = _as_it_was(run)
    notes = run.data.tags.get(wire.DATASET_NOTES, "[]")
    json.loads(notes)  # whoever reads them later need not expect that they are broken
    inputs = run.inputs.dataset_inputs if run.inputs else []
    profile = json.loads(inputs[0].dataset.profile or "{}") if inputs else {}
    swept = {word: run.data.params.get(word, "") for word in claim.swept}
    return {
        "cell": key,
        "run_id": run.info.run_id,
        "dataset": run.data.params[wire.DATASET],
        "contestant": run.data.params[claim.factor],
        "claim_definition": definition,
        "claim_setup": setup,
        "code_version": run.data.tags.get(wire.CODE_VERSION, ""),
        "dataset_notes": notes,
        "sweep": run.data.tags.get(wire.SWEEP, ""),
        "parameters": int(run.data.params.get(wire.PARAMETERS, 0)),
        **{name: profile.get(name) for name in PROPERTIES},
        **swept,
        "swept": ", ".join(f"{word}={value}" for word, value in swept.items()),
        "launcher": run.data.tags.get(wire.LAUNCHER, ""),
    }


def _as_it_was(run: Run) -> tuple[str, str]:
    """The claim's definition and setup when `run` was made, as JSON."""
    return run.data.tags.get(wire.CLAIM_DEFINITION, ""), run.data.tags.get(wire.CLAIM_SETUP, "")


def _joined(
    rows: list[dict[str, Any]], tables: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The replicas and the curves of all runs in `rows`, with what tells their cells apart; `tables` by cell."""
    told = (["dataset", "contestant", "cell", "swept"], ["dataset", "contestant", "cell"])
    replicas, curves = (
        pd.concat(
            [tables[row["cell"]][at].assign(**{name: row[name] for name in names}) for row in rows], ignore_index=True
        )
        for at, names in enumerate(told)
    )
    return replicas, curves


def _artifacts(uri: str, place: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The replicas and the curves from the `place` of a run's artifacts.

    (The address of the run is known: asked by its id, MLflow would look for it again, table by table, in 40 ms each.)
    """
    from mlflow.artifacts import download_artifacts

    with TemporaryDirectory() as folder:
        replicas, curves = (
            pd.read_parquet(
                download_artifacts(artifact_uri=f"{place}/{wire.file(name)}", dst_path=folder, tracking_uri=uri)
            )
            for name in (wire.REPLICAS, wire.CURVES)
        )
    return replicas, curves
