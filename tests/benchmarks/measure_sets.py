"""How well three models do on every data set, and whether it can tell contestants apart: writes datasets/measured.json.

    make measure                                              all of them (15 minutes of processor time)
    python tests/benchmarks/measure_sets.py penguins heart    those, and leave the others' figures

On at most ROWS rows of each (as `subsample` takes them), by the splits of seeds 0 … SEEDS − 1, on the test part.
Networks train for as many epochs as make EXAMPLES rows, at most EPOCHS, so that large sets cost no more than others:

linear, network    of no hidden layer and of one of 32 units, by Adam, each seed's rate being chosen among TRIALS on the
                   validation part
trees              of scikit-learn's gradient-boosted trees, which get categories and gaps as they are
random_split       of the network where rows of a group may stand on both sides, for sets with groups
discrimination     √max(0, F − 1), where F is the ratio of variances of a two-way layout, contestants × seeds: what
                   CONTESTANTS truly differ by, in standard errors of their means. 0: nobody can be told from anybody
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from joblib import Parallel, cpu_count, delayed, parallel_config
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from datasets import cards
from datasets.dataset import Dataset, DatasetError
from harness.cells.cell import Cell
from harness.paths import ROOT
from harness.sampling import Split
from harness.sampling.subsample import subsample
from harness.training.run import run

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # our rooms first, as in pyproject.toml
from cells import cell  # noqa: E402 — what tests share
from registry import named  # noqa: E402

ROWS, SEEDS, TRIALS = 3000, 5, 3  # shuttle has all its classes from 2,900 rows on
EPOCHS, EXAMPLES = 60, 30_000
TREES = 100  # rounds of boosting
USUAL = {"model.hidden": "[32]", "tuning": "small", "tuning.trials": TRIALS, "seeds": SEEDS}
REGRESSION = {"loss": "least_squares"}
LINEAR = {"model.hidden": "[]"}
CONTESTANTS: tuple[Mapping[str, str], ...] = (
    {},
    {"optimizer": "adagrad"},
    {"optimizer": "sgd"},
    {"activation": "sigmoid"},
    {"model.hidden": "[32,32,32]"},
)
OTHER_LOSS = {False: {"loss": "least_squares"}, True: {"loss": "absolute_error"}}  # for classes, and for numbers


def main(names: list[str]) -> int:
    """Measure, and write what was found."""
    known = json.loads(cards.MEASURED.read_text(encoding="utf-8"))
    asked = sorted(names or cards.read(), key=lambda name: -cards.read()[name].rows)
    with parallel_config("loky", inner_max_num_threads=1):
        for name, found in Parallel(cpu_count(), return_as="generator_unordered")(map(delayed(measured), asked)):
            known |= {name: found} if found else {}
            print(f"{name:<20}", found or "cannot be had here", flush=True)
    lines = (f" {json.dumps(name)}: {json.dumps(known[name])}" for name in sorted(known))
    cards.MEASURED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return 0


def measured(name: str) -> tuple[str, dict[str, float]]:
    """The figures of one data set; none if it cannot be had here."""
    try:
        data = rows_of(named("dataset", name).build().load())
    except DatasetError:
        return name, {}
    contestants = (*CONTESTANTS, OTHER_LOSS[data.is_regression])
    scores = np.array([scores_of(cell_of(name, data, changed), data) for changed in contestants])
    found = {
        "linear": scores_of(cell_of(name, data, LINEAR), data).mean(),
        "network": scores[0].mean(),
        "trees": scores_of_trees(data).mean(),
        "discrimination": discrimination(scores),
    }
    if data.groups is not None:
        found["random_split"] = scores_of(cell_of(name, data), replace(data, groups=None)).mean()
    return name, {key: round(float(value), 3) for key, value in found.items()}


def rows_of(data: Dataset) -> Dataset:
    """The rows on which it is measured."""
    return subsample(data, ROWS) if len(data.y) > ROWS else data


def cell_of(name: str, data: Dataset, changed: Mapping[str, str] | None = None) -> Cell:
    """The network that is measured on a data set, but for what is `changed`: word → value."""
    usual = USUAL | {"epochs": min(EPOCHS, EXAMPLES // len(data.y))} | (REGRESSION if data.is_regression else {})
    return cell(f"dataset={name}", *(f"{word}={value}" for word, value in (usual | dict(changed or {})).items()))


def scores_of(cell: Cell, data: Dataset) -> np.ndarray:
    """The test score of every seed (S,), at the trial that validation chose; a diverged one's is the constant's."""
    chosen = run(cell, data, lambda _: None).chosen
    return chosen[f"test_{data.score}"].fillna(chosen[f"test_{data.score}_of_constant"]).to_numpy()


def scores_of_trees(data: Dataset) -> np.ndarray:
    """The same of gradient-boosted trees, (S,)."""
    kind = HistGradientBoostingRegressor if data.is_regression else HistGradientBoostingClassifier
    mask = None if data.categories is None else [names is not None for names in data.categories]
    scores = []
    for seed in range(SEEDS):
        part = Split().parts(data.strata, seed, data.groups)
        trees = kind(max_iter=TREES, categorical_features=mask, early_stopping=False, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of columns that are missing everywhere in the training part
            scores.append(trees.fit(data.x[part.train], data.y[part.train]).score(data.x[part.test], data.y[part.test]))
    return np.array(scores)


def discrimination(scores: np.ndarray) -> float:
    """√max(0, F − 1) of `scores` (contestants, seeds)."""
    contestants, seeds = scores.shape
    means = scores.mean(axis=1, keepdims=True)
    rest = scores - means - scores.mean(axis=0) + scores.mean()
    error = np.square(rest).sum() / ((contestants - 1) * (seeds - 1)) / seeds  # variance of a mean
    spread = means.var(ddof=1)
    return float(np.sqrt(max(0.0, spread / error - 1))) if error > 0 else 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
