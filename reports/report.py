"""The report stage: from what is recorded of several claims to their verdicts, in the terminal and as a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from reports import effects, load, page, verdict, words
from reports.claim import Claim
from reports.judged import Judged
from reports.load import Recorded


@dataclass(frozen=True)
class Case:
    """A claim, and where its cells are recorded.

    definition      the claim's entries
    uri             MLflow's store
    cells           key → description of every cell that was planned
    """

    definition: Mapping[str, Any]
    uri: str
    experiment_id: str
    cells: Mapping[str, str]


def make(cases: Sequence[Case], folder: Path, ui: str) -> Path:
    """Judge all `cases`, print their verdicts, and write the page into `folder`; its path.

    ui    address of MLflow's UI, where the page's links go
    """
    judged = [judge(case) for case in cases]
    written = page.write(judged, folder, ui)
    for one in judged:
        _print(one)
    return written


def judge(case: Case) -> Judged:
    """Read, choose on validation, pair on test, decide."""
    claim = Claim.from_mapping(dict(case.definition), f"claim {case.definition.get('name')}")
    recorded = load.read(case.uri, case.experiment_id, claim, case.cells)
    observations = effects.observe(recorded.replicas, claim.metric)
    reached = verdict.judge(claim, observations, remarks(recorded, observations))
    return Judged(reached, recorded, observations)


def remarks(recorded: Recorded, observations: pd.DataFrame) -> tuple[str, ...]:
    """What a reader must know before believing the verdict."""
    found = []
    if recorded.missing:
        found.append(f"{len(recorded.missing)} planned cells have no finished run: {'; '.join(recorded.missing)}")
    if changed := _changed(recorded):
        found.append(f"the claim was changed after runs were made: {', '.join(changed)}")
    if recorded.runs["code_version"].nunique() > 1:
        found.append("the runs were made by different versions of the code")
    found += _on_the_edge(recorded, observations)
    return tuple(found)


def _changed(recorded: Recorded) -> list[str]:
    """Entries of the claim that differ from those it had when one of the runs was made."""
    now = recorded.claim.as_mapping()
    names = set()
    for definition in recorded.runs["claim_definition"].unique():
        then = json.loads(definition or "{}")
        names |= {name for name in now if name in then and then[name] != now[name]}
    return sorted(names)


def _on_the_edge(recorded: Recorded, observations: pd.DataFrame) -> list[str]:
    """Contestants whose chosen trial is the largest or smallest tried, for half of the seeds or more.

    The best setting may then lie outside of what was tried.
    """
    found = []
    for name in (str(column) for column in recorded.replicas if str(column).startswith("optimizer.")):
        tried = recorded.replicas.groupby("contestant")[name].agg(["min", "max"])
        for contestant, chosen in observations.groupby("contestant")[name]:
            low, high = tried.loc[contestant]
            for edge, word in ((low, "smallest"), (high, "largest")):
                share = float((chosen == edge).mean())
                if low < high and share >= 0.5:
                    found.append(
                        f"{contestant}: {share:.0%} of the seeds chose the {word} {name} tried ({edge:.3g}); "
                        f"its search space may be too narrow"
                    )
    return found


def _print(judged: Judged) -> None:
    reached, closest = judged.verdict, judged.verdict.closest
    p = closest.probabilities
    print(f"{reached.claim.name}: {reached.outcome}")
    print(f"  “{reached.claim.statement}”")
    print(
        f"  {reached.claim.favourite} against {closest.rival}: P(better) {words.probability(p.better)}, "
        f"P(equivalent) {words.probability(p.equivalent)}, P(worse) {words.probability(p.worse)}; "
        f"{words.count(reached.data_sets, 'data set')}, {words.count(reached.seeds, 'seed')}"
    )
    print(f"  effect on test {reached.claim.metric}: {words.interval(closest.effect)}")
    print(f"  {reached.reason}")
    for remark in reached.remarks:
        print(f"  ! {remark}")
