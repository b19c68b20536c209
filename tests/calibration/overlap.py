"""What the seeds of a data set share of a paired difference: `make overlap` writes docs/overlap.md.

Seeds split the same rows, so the mean over S of them varies by σ² (1/S + ρ), and not by σ²/S. For the error of one
learner, Nadeau & Bengio (2003) put ρ at n_test/n_train. A difference of two contestants that see the same split, the
same weights and the same order is something else, and there ρ can be measured: with K fresh tables of one data set,
which share no row (large sets are cut into pieces, made ones are drawn anew) and no seed, V the variance of their mean
differences and σ² the mean variance between the seeds of one,

    ρ = V/σ² − 1/S
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from training import cell, on_all_processors

from datasets.dataset import Dataset
from harness.sampling.split import even_order
from harness.training.run import run
from reports.claims.metric import ACCURACY, METRICS
from reports.statistics.observations import observe, pair

PAGE = Path(__file__).parents[2] / "docs" / "overlap.md"
ROWS, SEEDS, TABLES = 500, 10, 10  # rows of a table, seeds of each, tables at most
CUT = ("letter", "satellite", "shuttle", "spam")
MADE = ("moons", "spirals", "hastie", "checkerboard")
RARE = 0.02  # classes with a smaller share of the rows are left out: a piece would have too few of them
BASE = ("optimizer=adam", "activation=relu", "loss=cross_entropy", "split=hold_out_20", "tuning.trials=8",
        f"seeds={SEEDS}")  # fmt: skip
RIVALS = {
    "optimizer: adam − adagrad": "optimizer=adagrad",
    "activation: relu − sigmoid": "activation=sigmoid",
    "loss: cross-entropy − least squares": "loss=least_squares",
    "hold-out: 20 % − 10 %": "split=hold_out_10",
}
ARMS = {"published": 1, "tuned": None}


@dataclass(frozen=True)
class Task:
    """The table with this number of a data set, on which all contestants are trained."""

    data_set: str
    number: int


def table(task: Task) -> Dataset:
    """The rows of a table; no two tables of a data set have one in common."""
    source = cell(f"dataset={task.data_set}").dataset
    if task.data_set in MADE:
        fresh: Any = source  # a made one has `n` and `draw`
        return replace(fresh, n=ROWS, draw=1000 + task.number).load()
    pieces = cut(task.data_set)
    return pieces[task.number]


@cache
def cut(name: str) -> list[Dataset]:
    """A large data set in pieces of equal size and equal shares of its classes."""
    data = cell(f"dataset={name}").data()
    kept = np.flatnonzero(np.bincount(data.y) >= RARE * len(data.y))
    rows = np.flatnonzero(np.isin(data.y, kept))
    names = tuple(data.classes[number] for number in kept)
    frequent = replace(data, x=data.x[rows], y=np.searchsorted(kept, data.y[rows]), classes=names, groups=None)
    order = even_order(frequent.strata, np.random.default_rng(0))
    return [frequent.take(order[first : first + ROWS]) for first in range(0, len(order) - ROWS + 1, ROWS)][:TABLES]


def tasks() -> Iterator[Task]:
    """All tables of all data sets."""
    for name in CUT:
        yield from (Task(name, number) for number in range(len(cut(name))))
    for name in MADE:
        yield from (Task(name, number) for number in range(TABLES))


def differences(task: Task) -> pd.DataFrame:
    """One row per comparison, arm and seed of a table: data_set, comparison, arm, number, seed, difference, ratio.

    ratio    n_test / n_train
    """
    data, seeds = table(task), f"first_seed={SEEDS * task.number}"
    with threadpool_limits(1):
        trained = {
            name: run(cell(*BASE, seeds, *words), data, lambda _: None).replicas
            for name, words in {"": (), **{name: (word,) for name, word in RIVALS.items()}}.items()
        }
    rows = []
    for name in RIVALS:
        replicas = pd.concat([trained[one].assign(contestant=one, cell=one, dataset="here") for one in ("", name)])
        for arm, trials in ARMS.items():
            pairs = pair(observe(replicas, METRICS[ACCURACY], trials), "", name)
            rows.append(
                pairs[["seed", "difference"]].assign(
                    data_set=task.data_set, number=task.number, comparison=name, arm=arm, ratio=pairs["overlap"]
                )
            )
    return pd.concat(rows, ignore_index=True)


def measured(every: pd.DataFrame) -> pd.DataFrame:
    """ρ of every data set, comparison and arm: columns data_set, comparison, arm, tables, rho, error, null."""
    rows = []
    for (data_set, comparison, arm), own in every.groupby(["data_set", "comparison", "arm"], sort=False):
        by_table = own.groupby("number")["difference"]
        inside, means = float(by_table.var(ddof=1).mean()), by_table.mean()
        if inside == 0:
            continue  # they agree in every seed
        ratio = float(means.var(ddof=1)) / inside
        # V is known like a χ² with K − 1 degrees of freedom; σ², from K (S − 1), much better.
        error = ratio * np.sqrt(2 / (len(means) - 1))
        rows.append((data_set, comparison, arm, len(means), ratio - 1 / SEEDS, error, own["ratio"].mean()))
    return pd.DataFrame(rows, columns=["data_set", "comparison", "arm", "tables", "rho", "error", "ratio"])


def page(found: pd.DataFrame) -> str:
    """docs/overlap.md."""
    mean, error = found["rho"].mean(), found["rho"].std(ddof=1) / np.sqrt(len(found))
    below = int((found["rho"] < found["ratio"]).sum())
    lines = [
        INTRODUCTION.format(
            rows=ROWS, seeds=SEEDS, count=len(found), median=found["rho"].median(), low=found["rho"].quantile(0.1),
            high=found["rho"].quantile(0.9), ratio=found["ratio"].median(), below=below, mean=mean, error=error,
        ),
        "| data set | tables | comparison | as published | tuned |",
        "| --- | ---: | --- | ---: | ---: |",
    ]  # fmt: skip
    for (data_set, comparison), own in found.groupby(["data_set", "comparison"], sort=False):
        arms = own.set_index("arm")
        shown = [
            f"{arms.loc[arm, 'rho']:+.2f} ± {arms.loc[arm, 'error']:.2f}" if arm in arms.index else "" for arm in ARMS
        ]
        lines.append(f"| {data_set} | {own['tables'].iloc[0]} | {comparison} | {shown[0]} | {shown[1]} |")
    by_kind = found.groupby("comparison", sort=False)["rho"].median()
    lines += ["", "Medians: " + "; ".join(f"{name} {value:+.2f}" for name, value in by_kind.items()) + "."]
    return "\n".join(lines) + "\n"


INTRODUCTION = """# What seeds share

Written by `make overlap`; do not edit. With how much more than σ²/S does the mean difference over S seeds vary, because
they split the same rows? Each data set is there in several tables of {rows} rows without a common one: large sets are
cut into pieces, made ones drawn anew. On each, {seeds} seeds of its own; V is the variance of the tables' mean
differences, σ² the mean variance between the seeds of one table, and ρ = V/σ² − 1/S.

Of {count} measurements the mean is {mean:+.2f} ± {error:.2f}, the median {median:+.2f}, and four in five lie between
{low:+.2f} and {high:+.2f}. Nadeau and Bengio's n_test/n_train, which is about the error of one learner, would be
{ratio:.2f}: above {below} of the {count}.
"""


def main() -> None:
    """Train, measure, and write the page."""
    start = time.monotonic()
    every = on_all_processors("overlap", differences, list(tasks()))
    PAGE.write_text(page(measured(pd.concat(every))), encoding="utf-8")
    print(f"{PAGE.name} is written, after {(time.monotonic() - start) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
