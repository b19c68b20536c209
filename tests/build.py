"""What the tests of reports/ are made of: claims, tables and records whose answer is known.

claims      a_claim, a_case
tables      observed, scores, led, spread, pairs, replicas
records     simulated (a whole sweep, without training anything), two_depths and by_depth (with a word that is swept),
            written (a few networks, by hand), sent (into a store)
judged      judged_briefly, judged_in_full, exhibit, of_impossible, of_identical, of_scaling, stored, hurry
shown       page_of, artists (what stands in a picture)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from harness.commands import drawing
from reports import wire
from reports.claims import kinds
from reports.claims.arm import ARMS
from reports.claims.metric import METRICS
from reports.evidence import aggregates, evidence
from reports.evidence.multiverse import multiverse
from reports.findings import identical, impossible, scaling
from reports.findings.finding import Finding
from reports.judgement import Exhibit, Judged
from reports.page import page
from reports.page.sections import Sections
from reports.records import load, targets
from reports.records.case import Case
from reports.records.load import Recorded
from reports.records.space import Space
from reports.statistics import arms, posterior
from reports.verdicts import modifiers, verdict

DATA_SETS = ("digits", "breast_cancer", "wine", "iris", "moons", "circles", "spirals", "cuteness")
ROWS = {"d0": 100, "d1": 150, "d2": 200, "d3": 250, "d4": 1000, "d5": 2000, "d6": 3000, "d7": 4000}
N_TRAIN, N_TEST = 300, 100
CURVES = ("train_loss", "validation_loss", "validation_accuracy", "test_loss", "test_accuracy")
OPTIMIZERS: dict[str, Any] = {
    "name": "adam_vs_adagrad",
    "statement": "Adam beats AdaGrad",
    "source": "https://arxiv.org/abs/1412.6980",
    "factor": "optimizer",
    "favourite": "adam",
    "rivals": ["adagrad"],
    "metric": "accuracy",  # said here, because nobody has read the data of these records to find out
}
MINE: dict[str, Any] = {"name": "mine", "statement": "It is so", "source": "nobody", "factor": "model"}
ENTRIES: dict[str, dict[str, Any]] = {
    "superiority": OPTIMIZERS,
    "near_optimal": OPTIMIZERS,
    "impossible": MINE | {"contestants": ["linear"], "control": ["mlp"], "metric": "accuracy", "bound": 0.75},
    "identical": MINE | {"contestants": ["mlp", "collapsed"], "tolerance": 0.01},
    "scaling": MINE | {"factor": "optimizer", "contestants": ["newton", "lbfgs"], "control": ["adam"],
                       "size": "model.hidden", "exponent": 1.5},
}  # fmt: skip


def a_claim(kind: str = "superiority", **entries: Any) -> Any:
    """A claim of this kind, with any of its entries replaced; those that are None, left out."""
    said = {"kind": kind} | ENTRIES[kind] | entries
    read = {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}
    return kinds.claim({name: value for name, value in read.items() if value is not None}, "a test")


def a_case(claim: Any, **more: Any) -> Case:
    """A case about `claim`, in a store that nobody looks into (see `stored`)."""
    return Case(claim, **{"uri": "sqlite:///nowhere.db", "experiment_id": "7", "cells": {}} | more)


def observed(**values: Any) -> pd.DataFrame:
    """Observations, as from observations.observe: values[contestant][data set][seed], of data sets d0, d1, …"""
    rows = [
        (f"d{place}", name, seed, value)
        for name, own in values.items()
        for place, by_seed in enumerate(own)
        for seed, value in enumerate(by_seed)
    ]
    return pd.DataFrame(rows, columns=["dataset", "contestant", "seed", "value"]).assign(n_train=600, n_test=250)


def led(adam: Any, noise: float, **leads: Any) -> pd.DataFrame:
    """Observations of `adam`, (data sets, seeds), and of rivals: it leads each by a number, or one per data set.

    noise    standard deviation of what each seed of a rival has besides
    """
    rng, adam = np.random.default_rng(0), np.asarray(adam)
    behind = {name: adam - np.reshape(lead, (-1, 1)) for name, lead in leads.items()}
    return observed(
        adam=adam, **{name: values + noise * rng.standard_normal(adam.shape) for name, values in behind.items()}
    )


def scores(**values: Any) -> pd.DataFrame:
    """A table as from aggregates.wide: values[contestant][data set][seed]."""
    return aggregates.wide(observed(**values), tuple(values))


def spread(data_sets: int, seeds: int, noise: float) -> np.ndarray:
    """Scores around 0.8 with the standard deviation `noise`, (data_sets, seeds)."""
    return 0.8 + noise * np.random.default_rng(1).standard_normal((data_sets, seeds))


def pairs(values: Any, overlap: float = 0.4, step: float = 0.001) -> pd.DataFrame:
    """Differences, as from observations.pair: data set → one per seed."""
    rows = [(name, seed, value, overlap, step) for name, own in values.items() for seed, value in enumerate(own)]
    return pd.DataFrame(rows, columns=["dataset", "seed", "difference", "overlap", "step"])


def replicas(*rows: tuple[Any, ...], metric: str = "accuracy", constant: float = 0.1) -> pd.DataFrame:
    """Replicas on one data set: contestant, seed, trial, validation and test value of `metric`, diverged_at."""
    columns = ["contestant", "seed", "trial", f"validation_{metric}", f"test_{metric}", "diverged_at"]
    table = pd.DataFrame(rows, columns=columns).assign(dataset="digits", n_train=60, n_test=25)
    return table.assign(**{f"test_{metric}_of_constant": constant})


def simulated(
    claim: Any,
    data_sets: Sequence[str] = DATA_SETS,
    seeds: int = 5,
    trials: int = 4,
    epochs: int = 30,
    advantage: float = 0.03,
    diverging: str | None = None,
    missing: tuple[str, ...] = (),
    seed: int = 0,
) -> Recorded[Any]:
    """All replicas and curves of `claim`; equal arguments give equal records.

    The favourite is better than its rivals by `advantage` (spread over data sets by half of that), a seed
    lifts or lowers all contestants alike, and scores fall off with the logarithmic distance from the best
    learning rate. Two in three replicas of the contestant `diverging` at the largest learning rate diverge,
    half-way through: their scores are NaN from that epoch on, as recorded ones are.
    """
    rng = np.random.default_rng(seed)
    best_rate = dict(zip(claim.contestants, 10 ** rng.uniform(-2.5, -1, len(claim.contestants)), strict=True))
    rows, keys, losses, accuracies = [], [], [], []
    for data_set in data_sets:
        ceiling, pace = rng.uniform(0.75, 0.97), rng.uniform(2.0, 8.0)
        by_seed = rng.normal(0, 0.015, seeds)
        for contestant in claim.contestants:
            effect = 0.0 if contestant == claim.favourite else -rng.normal(advantage, abs(advantage) / 2)
            cell = f"{data_set}-{contestant}"
            for s in range(seeds):
                for trial in range(trials):
                    # Trial 0 stands in the middle, like a published default.
                    rate = 10 ** (-2.0 if trial == 0 else -4 + 4 * trial / max(trials - 1, 1))
                    off = 0.02 * np.log10(rate / best_rate[contestant]) ** 2
                    final = np.clip(ceiling + effect + by_seed[s] - off + rng.normal(0, 0.006), 0.1, 1.0)
                    diverged = contestant == diverging and trial == trials - 1 and s % 3 != 0
                    at = max(1, epochs // 2) if diverged else np.nan
                    steps = np.arange(1, epochs + 1)
                    score = final - (final - 0.3) * np.exp(-steps / pace) + rng.normal(0, 0.004, epochs)
                    loss = 2.0 * np.exp(-steps / pace) + 0.1
                    if diverged:
                        score, loss = (np.where(steps >= at, np.nan, values) for values in (score, loss))
                    key = {"dataset": data_set, "contestant": contestant, "cell": cell, "seed": s, "trial": trial}
                    test = np.round(np.clip(score[-1] - 0.005, 0, 1) * N_TEST) / N_TEST
                    rows.append(
                        key
                        | {"diverged_at": at, "n_train": N_TRAIN, "n_test": N_TEST}
                        | {"validation_accuracy": score[-1], "test_accuracy": test}
                        | {
                            "validation_brier": 2 - 2 * score[-1],
                            "test_brier": 2 - 2 * test,
                            "test_brier_of_constant": 1.0,
                        }
                        | {"test_accuracy_of_constant": 0.3, "seconds": 0.1, "optimizer.lr": rate}
                    )
                    keys.append(key)
                    losses.append(loss)
                    accuracies.append(score)
    every = pd.DataFrame(keys)
    every = every.loc[every.index.repeat(epochs)].reset_index(drop=True)
    every = every.assign(epoch=every.groupby(list(every)).cumcount() + 1)
    by_epoch = {"loss": np.concatenate(losses), "accuracy": np.concatenate(accuracies)}
    every = every.assign(**{name: by_epoch[name.rpartition("_")[2]] for name in CURVES})
    table = targets.with_targets(pd.DataFrame(rows), every, timed=False)
    runs = table[["cell", "dataset", "contestant"]].drop_duplicates().reset_index(drop=True)
    runs = runs.assign(
        run_id=[f"{n:032x}" for n in range(len(runs))],
        claim_definition=json.dumps(claim.as_mapping()),
        claim_setup="",
        code_version="c",
        dataset_notes="[]",
        sweep="s",
    )
    spaces = {contestant: {"optimizer.lr": Space(1e-4, 1.0, "log")} for contestant in claim.contestants}
    return Recorded(claim, "7", runs, table, every, missing, spaces=spaces)


@cache
def _two_depths() -> pd.DataFrame:
    shallow, deep = (
        simulated(a_claim(), ("digits", "moons", "wine"), seeds=4, trials=3, epochs=6, diverging="adagrad", seed=seed)
        .replicas.assign(swept=f"model.repeats={depth}")
        .pipe(lambda table, depth=depth: table.assign(cell=table["cell"] + f"-{depth}"))
        for seed, depth in enumerate((1, 5))
    )
    last = deep["trial"] == 2
    deep = deep.assign(test_accuracy=deep["test_accuracy"].where(last, deep["test_accuracy"] - 0.2))
    return pd.concat([shallow, deep], ignore_index=True)


def two_depths(lacking: Sequence[str] = ()) -> pd.DataFrame:
    """Simulated replicas of two depths, the deep ones worse at every trial but the last; without the cells `lacking`.

    Cells are called wine-adam-1, wine-adam-5, …
    """
    return _two_depths()[lambda table: ~table["cell"].isin(lacking)]


def deep(data_set: str, depth: int) -> float:
    """A lead that begins at depth 3."""
    return 0.06 if depth > 1 else 0.0


def by_depth(claim: Any, lead: Callable[[str, int], float]) -> Recorded[Any]:
    """The favourite leads by `lead`(data set, depth); four seeds, with depths 1, 3 and 5, on the data sets in ROWS."""
    rng = np.random.default_rng(0)
    runs, rows = [], []
    for data_set, count in ROWS.items():
        for depth in (1, 3, 5):
            for name in claim.contestants:
                at = {"dataset": data_set, "contestant": name, "cell": f"{data_set}-{name}-{depth}"}
                runs.append(at | {"rows": count, "classes": 2, "model.repeats": str(depth)})
                for seed in range(4):
                    score = 0.7 + (name == claim.favourite) * lead(data_set, depth) + 0.002 * rng.standard_normal()
                    said = {"swept": f"model.repeats={depth}", "seed": seed, "trial": 0}
                    rows.append(at | said | {"validation_accuracy": score, "test_accuracy": score})
    table = pd.DataFrame(rows).assign(test_accuracy_of_constant=0.1, diverged_at=float("nan"), n_train=600, n_test=250)
    return Recorded(claim, "7", pd.DataFrame(runs).assign(dataset_notes="[]"), table, pd.DataFrame())


def written(
    claim: Any,
    curves: dict[tuple[Any, ...], Sequence[float]],
    words: tuple[str, ...] = (),
    seconds: dict[tuple[Any, ...], float] | None = None,
    **more: Any,
) -> Recorded[Any]:
    """What is recorded of the networks in `curves`: (dataset, contestant, *values of `words`, seed) → values by epoch.

    Every curve of a network has these values, but for those in `more` (name of a curve → as `curves`).
    seconds    processor time of a network, by the same keys
    """
    runs, networks, epochs = {}, [], []
    for at, values in curves.items():
        dataset, contestant, *said, seed = at
        cell = "-".join(map(str, at[:-1]))
        row = {"cell": cell, "dataset": dataset, "contestant": contestant, **dict(zip(words, said, strict=True))}
        parameters = int(row.get("parameters", 10))
        runs[cell] = row | {"parameters": parameters, "run_id": cell, "sweep": "s", "code_version": "c"}
        network = {key: row[key] for key in ("cell", "dataset", "contestant")} | {"seed": seed, "trial": 0}
        taken = (seconds or {}).get(at, 1.0)
        networks.append(network | {"diverged_at": float("nan"), "processor_seconds": taken})
        columns = {name: more.get(name, {}).get(at, values) for name in CURVES}
        epochs.append(pd.DataFrame(network | {"epoch": range(1, len(values) + 1), **columns}))
    table = pd.DataFrame(list(runs.values())).assign(
        claim_definition=json.dumps(claim.as_mapping()),
        claim_setup="{}",
        rows=100,
        features=2,
        classes=2,
        dataset_notes="[]",
    )
    return Recorded(claim, "7", table, pd.DataFrame(networks), pd.concat(epochs, ignore_index=True))


def sent(recorded: Recorded[Any], uri: str, folder: Path, **params: str) -> Case:
    """Write `recorded` into the store `uri`, its tables into `folder`, as a sweep does; the case that finds it there.

    params    further parameters of every run
    """
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    experiment = client.create_experiment(folder.name, artifact_location=folder.as_uri())
    apart = ["dataset", "contestant", "cell"]  # what a run's own tables need not say
    later = ["target", "reached", "epochs_to_target", "time_to_target"]  # found when they are read
    for row in recorded.runs.to_dict("records"):
        definition, setup, search = row["claim_definition"], row["claim_setup"], recorded.spaces[row["contestant"]]
        tags = {
            wire.CELL: row["cell"],
            wire.CLAIM_DEFINITION: definition,
            wire.CLAIM_SETUP: setup,
            wire.CODE_VERSION: row["code_version"],
            wire.SWEEP: row["sweep"],
            wire.LAUNCHER: "joblib",
            wire.SEARCH: json.dumps({name: asdict(space) for name, space in search.items()}),
        }
        run = client.create_run(experiment, tags=tags).info.run_id
        said = {wire.DATASET: row["dataset"], recorded.claim.factor: row["contestant"], wire.PARAMETERS: "10"} | params
        for name, value in said.items():
            client.log_param(run, name, value)
        own = recorded.replicas[recorded.replicas["cell"] == row["cell"]].drop(columns=[*apart, *later])
        curves = recorded.curves[recorded.curves["cell"] == row["cell"]].drop(columns=apart)
        for column in map(wire.test, METRICS):
            if column in own and own[column].notna().any():
                client.log_metric(run, wire.final(column), float(own[column].median()))
        for name, table in ((wire.REPLICAS, own), (wire.CURVES, curves)):
            path = folder / row["cell"] / wire.file(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            table.to_parquet(path)
            client.log_artifact(run, str(path))
        client.set_terminated(run)
    return Case(recorded.claim, uri, experiment, {cell: cell for cell in recorded.runs["cell"]})


def of_impossible(**entries: Any) -> Finding[Any]:
    """A finding: two linear networks that stay under the bound of 0.75, and one that gets past it."""
    curves = {("xor", "linear", seed): [0.5, 0.75, 0.75] for seed in (0, 1)} | {("xor", "mlp", 0): [0.5, 1.0, 1.0]}
    return impossible.judge(written(a_claim("impossible", **entries), curves), ("a remark",))


def of_identical(off: float = 0.001, tolerance: float = 0.01) -> Finding[Any]:
    """A finding: on two data sets, networks that are `off` apart at the second epoch."""
    curves = {
        (data_set, name, seed): [1.0, 0.5 + off * (name == "collapsed")]
        for data_set in ("iris", "wine") for name in ("mlp", "collapsed") for seed in (0, 1)
    }  # fmt: skip
    return identical.judge(written(a_claim("identical", tolerance=tolerance), curves))


def of_scaling() -> Finding[Any]:
    """A finding: Newton's time grows with the square of the number of parameters, that of the others like it."""
    cells = {
        ("iris", name, size, 0): 1e-6 * size**power * (1 + 0.01 * (size == 200))
        for name, power in (("newton", 2), ("lbfgs", 1), ("adam", 1)) for size in (100, 200, 400)
    }  # fmt: skip
    made = written(a_claim("scaling"), {at: [1.0] for at in cells}, words=("parameters",), seconds=cells)
    return scaling.judge(made)


def judged_briefly(recorded: Recorded[Any], *remarks: str) -> Judged:
    """The verdict on what is recorded, by the claim's own arm and modifiers, before anything can withhold it."""
    claim = recorded.claim
    observations = arms.observe(recorded.replicas, claim, claim.arm)
    subgroups = modifiers.subgroups(recorded, observations)
    reached = modifiers.conditional(verdict.judge(claim, observations, remarks), subgroups)
    return Judged(reached, recorded, observations, subgroups)


def judged_in_full(recorded: Recorded[Any], *remarks: str) -> Judged:
    """The same with the verdicts of both arms, and with all other analyses."""
    claim, own = recorded.claim, judged_briefly(recorded, *remarks)
    others = {
        arm: verdict.judge(claim, arms.observe(recorded.replicas, claim, arm), remarks)
        for arm in ARMS.values()
        if arm != claim.arm
    }
    both = {claim.arm: own.verdict} | others
    return replace(own, arms=both, analyses=multiverse(claim, recorded.replicas, both))


def exhibit(one: Judged) -> Exhibit:
    """With the evidence beside it."""
    return Exhibit(one, evidence.collect(one.recorded, one.observations, one.verdict.rivals))


@contextmanager
def hurry() -> Iterator[None]:
    """A sampler that hardly draws, for tests that look at nothing that depends on what it draws."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "WARM_UP", 2)
        patch.setattr(posterior, "KEPT", 4)
        yield


@contextmanager
def stored(recorded: Recorded[Any]) -> Iterator[Case]:
    """The case whose store holds `recorded`; any other case about the same runs finds them, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "read", lambda case: replace(recorded, claim=case.claim))
        yield a_case(recorded.claim)


def page_of(*claims: Any, ui: str = "http://127.0.0.1:5000/") -> str:
    """The page with these claims, all pictures drawn."""
    sections = Sections(ui, drawing.Inline())
    for one in claims:
        sections.add(one)
    return page.render(sections.finished(), datetime(2026, 1, 1, tzinfo=UTC))


def artists(ax: Any, gid: str) -> list[Any]:
    """What was drawn with this id into the panel `ax`."""
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]
