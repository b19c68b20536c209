"""How often verdicts err, and how often they find what is there: `make calibrate` writes docs/calibration.md.

Every table is drawn from a world whose truth is known (worlds.py) and judged through reports/verdicts/, as a claim is.
Only the sampler draws less often than in a report (DRAWS): a probability is then known to ±0.01, and that noise is part
of what is measured.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from joblib import Parallel, cpu_count, delayed
from scipy import stats
from worlds import OVERLAP, World

from reports.claims.metric import ACCURACY, METRICS
from reports.claims.outcome import Outcome
from reports.claims.superiority import Superiority
from reports.records.case import Looks
from reports.statistics import posterior
from reports.statistics.power import Design, overlap_of
from reports.verdicts import controls, sequential, verdict
from reports.verdicts.verdict import Verdict

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"
ROPE = 0.01
CLAIM = Superiority(
    name="simulated",
    statement="A beats B",
    source="a simulation",
    factor="optimizer",
    favourite="a",
    rivals=("b",),
    metric=METRICS[ACCURACY],
    rope=ROPE,
)
DRAWS = {"CHAINS": 32, "WARM_UP": 40, "KEPT": 80}
LOOKS = (10, 15, 20, 25, 30)  # seeds at which `--until-decided` looks
CHUNK = 50  # tables of one task

USUAL = World()
WORLDS = {
    "normal": USUAL,
    "normal, seeds share 0.25": replace(USUAL, shared=0.25),
    "normal, seeds share 0.4": replace(USUAL, shared=OVERLAP),
    "no spread between data sets": replace(USUAL, between=0.0),
    "heavy tails (t, 3 degrees of freedom)": replace(USUAL, tails=3.0),
    "unequal variances (standard deviations 1 : 16)": replace(USUAL, unequal=16.0),
    "heterogeneous data sets (spread 0.04)": replace(USUAL, between=0.04),
    "three data sets": replace(USUAL, data_sets=3),
}
MEANS = {"null": 0.0, "edge": ROPE}
NOISY = ("normal", "no spread between data sets")  # where the rule is held against peeking without one
CLOSE = ("normal, seeds share 0.4", "edge")  # where false decisions are most frequent: more tables, to know by how much
DATA_SETS, SEEDS = (3, 8, 12, 24), (3, 10, 30)
PLANNED = (2, 3, 8, 12, 24)  # data sets, with ten seeds each
GRID = [(data_sets, seeds) for data_sets in DATA_SETS for seeds in SEEDS]


@dataclass(frozen=True)
class Task:
    """`tables` tables of `world`, and what is asked of each: True or False to every question of `ask`."""

    world: World
    ask: Callable[[World, np.random.Generator], dict[str, bool]]
    tables: int
    seed: tuple[int, ...]


def is_false(reached: Verdict) -> bool:
    """Is `reached` a false decision, where the mean effect is within the ROPE?

    CONDITIONAL says that the effect is above the ROPE on some data sets and below it on others, and is false where no
    data set is truly above, or none truly below.
    """
    truth = reached.rivals[0].pairs["truth"]
    if reached.outcome is Outcome.CONDITIONAL:
        return bool(truth.max() <= ROPE or truth.min() >= -ROPE)
    return reached.outcome in (Outcome.SUPPORTED, Outcome.REVERSED)


def one_look(world: World, rng: np.random.Generator) -> dict[str, bool]:
    """Is the verdict a false one, does the interval hold the true mean, and what does Wilcoxon's pooled test say?"""
    pairs = world.table(rng)
    reached = verdict.of_pairs(CLAIM, {"b": pairs})
    return {
        "false": is_false(reached),
        "conditional": reached.outcome is Outcome.CONDITIONAL,
        "supported": reached.outcome is Outcome.SUPPORTED,
        "equivalent": reached.outcome is Outcome.EQUIVALENT,
        "covered": reached.rivals[0].effect.low <= world.mean <= reached.rivals[0].effect.high,
        "wilcoxon": bool(stats.wilcoxon(pairs["difference"]).pvalue < 0.05),
    }


def itself(world: World, rng: np.random.Generator) -> dict[str, bool]:
    """Does the A/A control raise a false alarm? The scores of one contestant vary as differences do."""
    scores = world.table(rng).rename(columns={"difference": "value"})
    control = controls.itself(CLAIM, scores.assign(contestant="a", n_train=1000, n_test=400))
    return {"alarm": control is not None and not control.passed}


def many_looks(world: World, rng: np.random.Generator) -> dict[str, bool]:
    """The same with `--until-decided`: a look every round, until something is decided or more seeds cannot decide."""
    table = replace(world, seeds=LOOKS[-1]).table(rng)
    for number in range(1, len(LOOKS) + 1):
        seen = {"b": sequential.first_seeds(table, LOOKS[number - 1])}
        reached = verdict.of_pairs(CLAIM, seen, spending=sequential.spending(seen, Looks(LOOKS[:number], LOOKS[-1])))
        if reached.outcome is not Outcome.UNDECIDED or sequential.hopeless(reached, LOOKS[-1]):
            break
    return {"false": is_false(reached)}


def naive_looks(world: World, rng: np.random.Generator) -> dict[str, bool]:
    """What peeking without a rule would do: the same looks, each at 0.95, until one decides."""
    table = replace(world, seeds=LOOKS[-1]).table(rng)
    reached = (verdict.of_pairs(CLAIM, {"b": sequential.first_seeds(table, seeds)}) for seeds in LOOKS)
    return {"false": any(is_false(one) for one in reached)}


def run(task: Task) -> dict[str, float]:
    """The share of the tables of `task` that answer yes, by question."""
    for name, fewer in DRAWS.items():
        setattr(posterior, name, fewer)
    verdict.LONGER = ()
    rng = np.random.default_rng(task.seed)
    answers = [task.ask(task.world, rng) for _ in range(task.tables)]
    return {question: float(np.mean([answer[question] for answer in answers])) for question in answers[0]}


@dataclass(frozen=True)
class Experiment:
    """`tables` tables of `world`, of which `ask` is asked."""

    world: World
    ask: Callable[[World, np.random.Generator], dict[str, bool]]
    tables: int = 1000


def experiments() -> dict[str, Experiment]:
    """Everything that is simulated, by name."""
    found = {}
    for name, world in WORLDS.items():
        for where, mean in MEANS.items():
            found[f"{name}, {where}, once"] = Experiment(replace(world, mean=mean), one_look)
            often = 3000 if (name, where) == CLOSE else 1000
            found[f"{name}, {where}, often"] = Experiment(replace(world, mean=mean), many_looks, often)
        found[f"{name}, itself"] = Experiment(world, itself, 500)
    for name in NOISY:
        found[f"{name}, naive"] = Experiment(replace(WORLDS[name], mean=ROPE), naive_looks, 500)
    for design in GRID:
        world = replace(USUAL, data_sets=design[0], seeds=design[1], mean=2 * ROPE)
        found[_design(*design)] = Experiment(world, one_look, 400)
    for many in DATA_SETS:
        found[f"alike {many}"] = Experiment(replace(USUAL, data_sets=many), one_look, 400)
    for many in PLANNED:
        found[f"planned {many}"] = Experiment(replace(USUAL, data_sets=many, mean=_planned(many)), one_look, 400)
    return found


Shares = dict[str, dict[str, float]]  # experiment → question → share of its tables with the answer yes


def shares(planned: dict[str, Experiment], part: float) -> Shares:
    """What came of all experiments, each with a `part` of its tables, on all processors."""
    tasks = [
        (name, Task(one.world, one.ask, CHUNK, (20260101, place, chunk)))
        for place, (name, one) in enumerate(planned.items())
        for chunk in range(max(1, round(part * one.tables / CHUNK)))
    ]
    # In an order of no meaning, so that the time left is told rightly from the start.
    tasks = [tasks[place] for place in np.random.default_rng(0).permutation(len(tasks))]
    results = Parallel(n_jobs=cpu_count(), return_as="generator")(delayed(run)(task) for _, task in tasks)
    answers: dict[str, list[dict[str, float]]] = {}
    for (name, _), answer in zip(tasks, _shown(results, len(tasks)), strict=True):
        answers.setdefault(name, []).append(answer)
    return {
        name: {question: float(np.mean([one[question] for one in own])) for question in own[0]}
        for name, own in answers.items()
    }


def _shown(results: Iterator[dict[str, float]], total: int) -> Iterator[dict[str, float]]:
    """Pass `results` on, and say how long the others will take."""
    start = said = time.monotonic()
    for done, result in enumerate(results, 1):
        now = time.monotonic()
        if now - said > 10 or done == total:
            said = now
            left = (now - start) / done * (total - done)
            print(f"calibrate: {done}/{total} parts, about {left:.0f} s left", file=sys.stderr, flush=True)
        yield result


def page(found: Shares, part: float) -> str:
    """docs/calibration.md."""
    parts = [
        INTRODUCTION.format(
            command="make calibrate" if part == 1 else f"tests/calibration/calibrate.py {part:g}",
            tables=round(1000 * part),
            close=round(3000 * part),
            few=round(500 * part),
            grid=round(400 * part),
            known=200 * np.sqrt(0.05 * 0.95 / max(1, round(1000 * part))),
        )
    ]
    looks = {"once": "looked at once", "often": "until decided"}
    head = ["world", *(f"{where}, {said}" for where in MEANS for said in looks.values()), "CONDITIONAL"]
    rows = []
    for name in WORLDS:
        one = [found[f"{name}, {where}, {times}"]["false"] for where in MEANS for times in looks]
        rows.append([name, *map(_percent, [*one, found[f"{name}, null, once"]["conditional"]])])
    parts += ["## False decisions", FALSE_DECISIONS, _table([*head], rows)]
    rows = [
        [name, _percent(found[f"{name}, edge, often"]["false"]), _percent(found[f"{name}, naive"]["false"])]
        for name in NOISY
    ]
    parts += [PEEKING, _table(["world, at the edge of the ROPE", "our rule", "each look at 0.95"], rows)]
    head = ["world", "the mean effect’s 95 % interval holds the truth", "pooled Wilcoxon test: p < 0.05", "A/A alarm"]
    rows = []
    for name in WORLDS:
        once = found[f"{name}, null, once"]
        both = (once["covered"] + found[f"{name}, edge, once"]["covered"]) / 2
        rows.append([name, _percent(both), _percent(once["wilcoxon"]), _percent(found[f"{name}, itself"]["alarm"])])
    parts += ["## Intervals, the pooled test, the control", INTERVALS, _table(head, rows)]
    head = ["data sets", *(f"{seeds} seeds" for seeds in SEEDS)]
    rows = [[str(many), *(_power(found, many, seeds) for seeds in SEEDS)] for many in DATA_SETS]
    held = [[str(many), *(_percent(found[_design(many, seeds)]["covered"]) for seeds in SEEDS)] for many in DATA_SETS]
    coverage = COVERAGE.format(points=200 * np.sqrt(0.05 * 0.95 / max(1, round(400 * part))))
    parts += ["## Power", POWER, _table(head, rows), coverage, _table(head, held)]
    rows = [[str(many), f"{found[f'alike {many}']['equivalent']:.2f}"] for many in DATA_SETS]
    parts += [ALIKE, _table(["data sets", "EQUIVALENT"], rows)]
    rows = [[str(many), f"{_planned(many):.3f}", f"{found[f'planned {many}']['supported']:.2f}"] for many in PLANNED]
    parts += ["## Planning", PLANNING, _table(["data sets", "mean effect", "SUPPORTED"], rows)]
    return "\n\n".join(parts) + "\n"


def _power(found: Shares, data_sets: int, seeds: int) -> str:
    """Simulated, and in brackets what reports/statistics/power.py expects."""
    design = Design(data_sets, seeds, USUAL.between, USUAL.within, overlap_of(data_sets, OVERLAP))
    simulated = found[_design(data_sets, seeds)]["supported"]
    return f"{simulated:.2f} ({design.power(2 * ROPE, ROPE, CLAIM.probability):.2f})"


def _planned(data_sets: int) -> float:
    """The mean effect that `--plan` promises to find with probability 0.8."""
    design = Design(data_sets, USUAL.seeds, USUAL.between, USUAL.within, overlap_of(data_sets, OVERLAP))
    return design.detectable(ROPE, CLAIM.probability)


def _design(data_sets: int, seeds: int) -> str:
    """The name of the experiment on power with so many of them."""
    return f"power {data_sets} × {seeds}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


INTRODUCTION = """# Calibration

Written by `{command}`; do not edit. Tables of differences are drawn from worlds whose truth is known, and judged
as a claim's are: {tables} tables for a share of false decisions ({close} for “normal, seeds share 0.4, edge,
until decided”; {few} for the A/A control and for peeking without a rule, {grid} for power). Twelve data sets and
ten seeds unless said; the ROPE is 0.01, the seeds of a data set have a standard deviation of 0.02, the data sets' own
effects have one of 0.01 around the mean effect. What seeds share adds 0.05 of their variance to all of a data set
alike, or 0.25, or 0.4, which is n_test/n_train, all that a verdict is told; [overlap.md](overlap.md) says what was
measured. A share of 5 % is known to ±{known:.1f} points from {tables} tables. The sampler draws less often than in a
report, so probabilities are ±0.01 here, and that noise is part of what is measured."""

FALSE_DECISIONS = """The mean effect is 0 (null) or 0.01, the very edge of the ROPE (edge), so SUPPORTED and REVERSED
are false. CONDITIONAL is false unless the effect truly is above the ROPE on one data set and below it on another; the
last column says how often it is the verdict (null, looked at once). *Until decided*: looked at after 10, 15, 20, 25
and 30 seeds by the rule of `--until-decided`, and stopped at the first decision or when more seeds cannot decide."""

PEEKING = """The same looks without a rule: false decisions if the first of them that reaches 0.95 decides."""

INTERVALS = """The pooled Wilcoxon test takes (data set, seed) pairs for the sample. It is not offered, and this is why:
the share of tables without any mean effect in which it “finds” one at a nominal 5 %. The A/A control holds one
contestant against itself, every other seed."""

POWER = """A mean effect of 0.02, twice the ROPE: the share of tables in which it is SUPPORTED, and in brackets what
`folklore judge --plan` expects (reports/statistics/power.py)."""

COVERAGE = """How often the mean effect’s 95 % interval holds the truth in the same tables (95 % is known to
±{points:.1f} points). It is conservative with few data sets, whose spread the model must guess."""

ALIKE = """No effect at all: the share of tables in which the two are found EQUIVALENT, with ten seeds."""

PLANNING = """The smallest mean effect that `folklore judge --plan` says would be SUPPORTED with probability 0.8 (ten
seeds), and the share of tables with that effect in which it is."""


def main() -> None:
    """Run all experiments, or a part of their tables (the first argument), and write the page."""
    part = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    start = time.monotonic()
    PAGE.write_text(page(shares(experiments(), part), part), encoding="utf-8")
    print(f"{PAGE.name} is written, after {(time.monotonic() - start) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
