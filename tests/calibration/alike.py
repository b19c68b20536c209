"""Contestants that are alike, and one that is made worse, on real sweeps: `make alike` writes docs/alike.md.

Simulated tables (calibrate.py) can only vary as we think that tables vary. Here networks are trained, on the data sets
of the main job, as its claims train them. Adam with weights of another draw, or with another ε, is Adam: whatever is
decided but EQUIVALENT is an error. And of one that is alike, some test predictions are spoilt: how much worse it is
found to be should be how many.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from training import cell, on_all_processors
from typing_extensions import override

from harness.cells.cell import Cell
from harness.paths import CONF
from harness.training.run import run
from models.initializers import Initializer
from models.optimizers.adam import Adam
from reports import text
from reports.claims.metric import ACCURACY, METRICS
from reports.claims.outcome import Outcome
from reports.claims.superiority import Superiority
from reports.statistics.observations import observe
from reports.verdicts import verdict
from reports.verdicts.verdict import Verdict

PAGE = Path(__file__).parents[2] / "docs" / "alike.md"
ROPE = 0.01
BASE = "adam"
WEIGHTS = {f"other weights {salt}": salt for salt in range(1, 11)}
EPSILONS = {f"ε = {eps:g}": eps for eps in (1e-6, 1e-7, 3e-8, 1e-9, 1e-10)}  # Adam's own is 1e-8
SPOILT = (0.01, 0.02, 0.04)  # shares of the test predictions
TOGETHER = 5  # rivals of one claim


@dataclass(frozen=True)
class Redrawn(Initializer):
    """The weights that another initializer draws, after some draws that are thrown away."""

    of: Initializer
    salt: int

    @override
    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> np.ndarray:
        rng.random(self.salt)
        return self.of.draw(rng, fan_in, fan_out, gain)


def adam_on(data_set: str) -> Cell:
    """What the claim on Adam trains on a data set."""
    return cell("claim=adam_vs_adagrad", f"dataset={data_set}", f"optimizer={BASE}")


def as_contestant(base: Cell, name: str) -> Cell:
    """`base`, as the contestant `name` has it."""
    if name in WEIGHTS:
        return replace(base, init=Redrawn(base.init, WEIGHTS[name]))
    if name in EPSILONS:
        assert isinstance(base.optimizer, Adam)
        return replace(base, optimizer=replace(base.optimizer, eps=EPSILONS[name]))
    return base


def trained(task: tuple[str, str]) -> pd.DataFrame:
    """The replicas of a contestant on a data set."""
    data_set, name = task
    one = as_contestant(adam_on(data_set), name)
    with threadpool_limits(1):
        replicas = run(one, one.data(), lambda _: None).replicas
    return replicas.assign(dataset=data_set, contestant=name, cell=f"{data_set} {name}")


def tasks() -> Iterator[tuple[str, str]]:
    """Every contestant on every data set of the main job."""
    suite = (CONF / "suite" / "default.yaml").read_text()
    names = suite.partition("dataset: ")[2].split("\n")[0].split(",")
    for data_set in names:
        yield from ((data_set, name) for name in (BASE, *WEIGHTS, *EPSILONS))


def judged(replicas: pd.DataFrame, favourite: str, *rivals: str) -> Verdict:
    """The verdict on `favourite` beats `rivals`, from `replicas`."""
    claim = Superiority(
        name="alike", statement="Adam beats Adam", source="nobody", factor="optimizer", favourite=favourite,
        rivals=rivals, metric=METRICS[ACCURACY], rope=ROPE,
    )  # fmt: skip
    return verdict.judge(claim, observe(replicas, claim.metric))


def spoilt(replicas: pd.DataFrame, name: str, share: float) -> pd.DataFrame:
    """`replicas`, where of `name`'s right test predictions so many are wrong that a `share` of all n_test are."""
    worse = np.round(share * replicas["n_test"]) / replicas["n_test"]
    return replicas.assign(
        test_accuracy=replicas["test_accuracy"] - np.where(replicas["contestant"] == name, worse, 0.0)
    )


def page(replicas: pd.DataFrame) -> str:
    """docs/alike.md."""
    names = [*WEIGHTS, *EPSILONS]
    pairs = {name: judged(replicas, BASE, name) for name in names}
    outcomes = [one.outcome for one in pairs.values()]
    lines = [
        INTRODUCTION.format(
            data_sets=text.listed(replicas["dataset"].unique()), seeds=replicas["seed"].nunique(),
            trials=replicas["trial"].nunique(), equivalent=outcomes.count(Outcome.EQUIVALENT),
            undecided=outcomes.count(Outcome.UNDECIDED), pairs=len(pairs),
            others=len(pairs) - outcomes.count(Outcome.EQUIVALENT) - outcomes.count(Outcome.UNDECIDED),
        ),
        "| against | verdict | P(equivalent) | effect |",
        "| --- | --- | ---: | ---: |",
    ]  # fmt: skip
    for name, one in pairs.items():
        (rival,) = one.rivals
        lines.append(
            f"| {name} | {one.outcome} | {text.probability(rival.probabilities.equivalent)} | "
            f"{text.interval(rival.effect)} |"
        )
    lines += ["", FIVE, "", "| against | verdict |", "| --- | --- |"]
    for first in range(0, len(names), TOGETHER):
        some = names[first : first + TOGETHER]
        lines.append(f"| {text.listed(some)} | {judged(replicas, BASE, *some).outcome} |")
    lines += ["", PLANTED, "", "| against | spoilt | planted | effect | less what it was before | verdict |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | --- |"]
    for name in names[:3]:
        before = pairs[name].rivals[0]
        for share in SPOILT:
            found = judged(spoilt(replicas, name, share), BASE, name)
            (rival,) = found.rivals
            planted = _mean_over_data_sets(rival.pairs) - _mean_over_data_sets(before.pairs)
            lines.append(
                f"| {name} | {100 * share:.0f} % | {planted:.4f} | {text.interval(rival.effect)} | "
                f"{rival.effect.mean - before.effect.mean:.4f} | {found.outcome} |"
            )
    return "\n".join(lines) + "\n"


def _mean_over_data_sets(pairs: pd.DataFrame) -> float:
    return float(pairs.groupby("dataset")["difference"].mean().mean())


INTRODUCTION = """# Contestants that are alike

Written by `make alike`; do not edit. Adam was trained on {data_sets},
with {seeds} seeds and {trials} trials, as the main job trains it, and so was Adam with initial weights of another draw,
ten times, and with another ε, five times. They share splits and orders of examples, as contestants do. “Adam beats
Adam”, by a ROPE of 0.01, is
**EQUIVALENT for {equivalent} of {pairs} pairs, UNDECIDED for {undecided}, and anything else for {others}**.
"""

FIVE = """Five of them as the rivals of one claim, with Holm's thresholds:"""

PLANTED = """Of each seed's right test predictions, so many are made wrong that accuracy falls by this share of all (to
the next whole row; *planted* is what that makes). How much worse is it found to be?"""


def main() -> None:
    """Train, judge, and write the page."""
    start = time.monotonic()
    replicas = pd.concat(on_all_processors("alike", trained, list(tasks())), ignore_index=True)
    if len(sys.argv) > 1:  # a place to keep them
        replicas.to_parquet(sys.argv[1])
    PAGE.write_text(page(replicas), encoding="utf-8")
    print(f"{PAGE.name} is written, after {(time.monotonic() - start) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
