"""Records of a few networks, written out by hand: for the kinds of claim that compare no means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from reports.claim import Claim
from reports.records.load import Recorded

CURVES = ("train_loss", "validation_loss", "validation_accuracy", "test_loss", "test_accuracy")
SAID: dict[str, dict[str, Any]] = {
    "impossible": {"contestants": ["linear"], "control": ["mlp"], "bound": 0.75},
    "identical": {"contestants": ["mlp", "collapsed"], "tolerance": 0.01},
    "scaling": {"contestants": ["newton", "lbfgs"], "control": ["adam"], "size": "model.hidden", "exponent": 1.5},
}


def a_claim(kind: str, **entries: Any) -> Claim:
    """A claim of this kind, with any of its entries replaced; those that are None, left out."""
    factor = "optimizer" if kind == "scaling" else "model"
    said = {"name": "mine", "statement": "It is so", "source": "nobody", "kind": kind, "factor": factor, **SAID[kind]}
    return Claim.from_mapping({k: v for k, v in (said | entries).items() if v is not None}, "a test")


def recorded(
    claim: Claim,
    curves: dict[tuple[Any, ...], Sequence[float]],
    words: tuple[str, ...] = (),
    seconds: dict[tuple[Any, ...], float] | None = None,
    **more: Any,
) -> Recorded:
    """What is recorded of the networks in `curves`: (dataset, contestant, *values of `words`, seed) → values by epoch.

    Every curve of a network has these values, but for those in `more` (name of a curve → as `curves`).
    seconds    processor time of a network, by the same keys
    """
    runs, replicas, epochs = {}, [], []
    for at, values in curves.items():
        dataset, contestant, *said, seed = at
        cell = "-".join(map(str, at[:-1]))
        row = {"cell": cell, "dataset": dataset, "contestant": contestant, **dict(zip(words, said, strict=True))}
        parameters = int(row.get("parameters", 10))
        runs[cell] = row | {"parameters": parameters, "run_id": cell, "sweep": "s", "code_version": "c"}
        network = {key: row[key] for key in ("cell", "dataset", "contestant")} | {"seed": seed, "trial": 0}
        taken = (seconds or {}).get(at, 1.0)
        replicas.append(network | {"diverged_at": float("nan"), "processor_seconds": taken})
        columns = {name: more.get(name, {}).get(at, values) for name in CURVES}
        epochs.append(pd.DataFrame(network | {"epoch": range(1, len(values) + 1), **columns}))
    table = pd.DataFrame(list(runs.values())).assign(
        claim_definition=json.dumps(claim.as_mapping()),
        claim_design="{}",
        rows=100,
        features=2,
        classes=2,
        dataset_notes="[]",
    )
    return Recorded(claim, "7", table, pd.DataFrame(replicas), pd.concat(epochs, ignore_index=True))
