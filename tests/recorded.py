"""A simulated `Recorded`: what a sweep of a claim leaves behind, without training anything."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from reports.records import targets
from reports.claim import Claim
from reports.verdicts.edges import Space
from reports.records.load import Recorded

DATA_SETS = ("digits", "breast_cancer", "wine", "iris", "moons", "circles", "spirals", "cuteness")
N_TRAIN, N_TEST = 300, 100


def a_claim(rivals: Sequence[str] = ("adagrad",), **entries: object) -> Claim:
    """A claim about optimizers, with any of its entries replaced."""
    usual: dict[str, object] = {
        "name": "adam_vs_adagrad",
        "statement": "Adam beats AdaGrad",
        "source": "https://arxiv.org/abs/1412.6980",
        "kind": "superiority",
        "factor": "optimizer",
        "favourite": "adam",
        "rivals": list(rivals),
    }
    return Claim.from_mapping({**usual, **entries}, "a test")


def led(
    contestants: Sequence[str], advantage: float, data_sets: int, seeds: int, spread: float, seed: int
) -> pd.DataFrame:
    """Observations (see effects.observe) where adam leads by `advantage`; seeds have a standard deviation, `spread`."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"d{data_set}", name, s, 0.8 + advantage * (name == "adam") + spread * rng.standard_normal())
        for data_set in range(data_sets)
        for name in contestants
        for s in range(seeds)
    ]
    return pd.DataFrame(rows, columns=["dataset", "contestant", "seed", "value"]).assign(n_train=600, n_test=250)


def simulate(
    claim: Claim,
    data_sets: Sequence[str] = DATA_SETS,
    seeds: int = 5,
    trials: int = 4,
    epochs: int = 30,
    advantage: float = 0.03,
    diverging: str | None = None,
    missing: tuple[str, ...] = (),
    seed: int = 0,
) -> Recorded:
    """All replicas and curves of `claim`; equal arguments give equal records.

    The favourite is better than its rivals by `advantage` (spread over data sets by half of that), a seed
    lifts or lowers all contestants alike, and scores fall off with the logarithmic distance from the best
    learning rate. Two in three replicas of the contestant `diverging` at the largest learning rate diverge,
    half-way through: their scores are NaN from that epoch on, as recorded ones are.
    """
    rng = np.random.default_rng(seed)
    best_rate = dict(zip(claim.contestants, 10 ** rng.uniform(-2.5, -1, len(claim.contestants)), strict=True))
    rows, curves = [], []
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
                    curves.append(
                        pd.DataFrame(
                            key
                            | {"epoch": steps, "train_loss": loss, "validation_loss": loss, "test_loss": loss}
                            | {"validation_accuracy": score, "test_accuracy": score}
                        )
                    )
    every = pd.concat(curves, ignore_index=True)
    replicas = targets.with_targets(pd.DataFrame(rows), every, timed=False)
    runs = replicas[["cell", "dataset", "contestant"]].drop_duplicates().reset_index(drop=True)
    runs = runs.assign(
        run_id=[f"{n:032x}" for n in range(len(runs))],
        claim_definition=json.dumps(claim.as_mapping()),
        claim_design="",
        code_version="c",
        dataset_notes="[]",
        sweep="s",
    )
    spaces = {contestant: {"optimizer.lr": Space(1e-4, 1.0, "log")} for contestant in claim.contestants}
    return Recorded(claim, "7", runs, replicas, every, missing, spaces=spaces)
