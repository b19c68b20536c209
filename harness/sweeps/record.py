"""A trained cell in MLflow's terms: names, tags, parameters, metrics."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict
from itertools import groupby
from typing import Any

from datasets.dataset import Dataset
from harness.cells.cell import Cell
from harness.engine import code_version
from harness.store.runs import RunRecord
from harness.training.results import Result
from models.mlp import parameter_count
from reports import wire


def runs(
    cell: Cell, data: Dataset | None, result: Result | None, problem: str, sweep: str, start: float, launcher: str
) -> list[RunRecord]:
    """The runs to write: that of the cell, last, after one per replica if those are wanted.

    problem    why the cell failed, or ""
    start      when it began, in seconds since 1970
    launcher   name of the level of hydra/launcher
    """
    begin, end = round(1000 * start), round(1000 * time.time())
    whole = RunRecord(
        name=cell.name,
        status="FAILED" if problem else "FINISHED",
        tags=_tags(cell, data, problem) | {wire.SWEEP: sweep, wire.LAUNCHER: launcher},
        params=_params(cell) | (_network(result.sizes) if result else {}),
        metrics=result.metrics() if result else [],
        dataset=_described(cell, data) if data else None,
        start=begin,
        end=end,
    )
    if result is None or not cell.tracking.replica_runs:
        return [whole]
    return [*_replica_runs(cell, result, begin, end), whole]


def _replica_runs(cell: Cell, result: Result, begin: int, end: int) -> list[RunRecord]:
    """A run per replica: its hyperparameters, curves and final scores, tagged with the key of its cell."""
    curves = dict(list(result.curves.groupby(["seed", "trial"])))
    records = []
    for row in result.replicas.to_dict("records"):
        curve = curves[row["seed"], row["trial"]]
        points = [
            (name, float(value), int(epoch))
            for name in result.names
            for epoch, value in zip(curve["epoch"], curve[name], strict=True)
        ]
        varied = {str(key): str(row[key]) for key in row if key in ("seed", "trial") or "." in str(key)}
        records.append(
            RunRecord(
                name=f"{cell.name}, seed {row['seed']}, trial {row['trial']}",
                status="FINISHED",
                tags={wire.REPLICA_OF: cell.key},
                params=_params(cell) | varied,
                metrics=points + [(wire.final(name), float(row[name]), 0) for name in result.names],
                dataset=None,
                start=begin,
                end=end,
            )
        )
    return records


def _described(cell: Cell, data: Dataset) -> dict[str, str]:
    """The data set as MLflow shows it."""
    profile: dict[str, float] = {"rows": len(data.y), "features": data.x.shape[1]}
    if not data.is_regression:
        profile |= {"classes": len(data.classes), "majority_rate": round(data.majority_rate, 4)}
    return {
        "name": cell.levels[wire.DATASET],
        "digest": data.digest,
        "source": data.source,
        "profile": json.dumps(profile),
    }


def _tags(cell: Cell, data: Dataset | None, problem: str) -> dict[str, str]:
    """What a run can be searched by, and what a report reads of it."""
    tags = {wire.CELL: cell.key, wire.CODE_VERSION: code_version()}
    if cell.tuning.trials > 1:
        spaces = {f"optimizer.{name}": asdict(space) for name, space in cell.search.items()}
        tags[wire.SEARCH] = json.dumps(spaces, sort_keys=True)
    if cell.claim is not None:
        definition, setup = (json.dumps(part, sort_keys=True) for part in (cell.claim.as_mapping(), cell.setup))
        tags[wire.CLAIM] = cell.claim.name
        tags[wire.CLAIM_DEFINITION], tags[wire.CLAIM_SETUP] = definition, setup
        tags[wire.CLAIM_HASH] = hashlib.sha256((definition + setup).encode()).hexdigest()[:16]
    if data is not None:
        tags[wire.DATASET_DIGEST] = data.digest
        if data.notes:
            tags[wire.DATASET_NOTES] = json.dumps(data.notes, ensure_ascii=False)
    if problem:
        tags[wire.ERROR] = problem
    return tags


def _params(cell: Cell) -> dict[str, str]:
    """The levels by group (`optimizer: adam`) and every setting, flat (`optimizer.lr: 0.001`)."""
    flat = {group: level for group, level in cell.levels.items() if group != "tracking"}
    for name, value in cell.settings.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": _shown(entry) for key, entry in value.items() if key != "class"}
        else:
            flat[name] = _shown(value)
    return flat


def _network(sizes: tuple[int, ...]) -> dict[str, str]:
    """The network's layers, many equal ones as `64×10`, and how many parameters it has."""
    runs = ((width, len(list(run))) for width, run in groupby(sizes))
    layers = (f"{width}×{count}" if count > 3 else "-".join([str(width)] * count) for width, count in runs)
    return {wire.NETWORK: "-".join(layers), wire.PARAMETERS: str(parameter_count(sizes))}


def _shown(value: Any) -> str:
    is_range = isinstance(value, dict) and value.keys() == {"low", "high", "scale"}
    return f"{value['low']:g} to {value['high']:g}, {value['scale']}" if is_range else str(value)
