"""The report stage: from what is recorded of several claims to their verdicts, in the terminal and as a page."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from reports import (
    arms,
    changes,
    controls,
    edges,
    findings,
    load,
    modifiers,
    page,
    secondary,
    sequential,
    verdict,
    words,
)
from reports.claim import Claim
from reports.errors import NothingRecorded, TooFewPairs
from reports.finding import Finding
from reports.judged import Judged
from reports.load import Recorded
from reports.metrics import METRICS
from reports.modifiers import Level
from reports.multiverse import agreement, multiverse
from reports.sequential import Looks
from reports.verdict import Verdict


@dataclass(frozen=True)
class Case:
    """A claim, and where its cells are recorded.

    definition      the claim's entries
    uri             MLflow's store
    cells           key → description of every cell that was planned and has data
    unavailable     data set → why it could not be had
    design          all else that stands in the claim's file
    asked           the words of the command line
    looks           at how many seeds the verdict was looked at, if it was looked at after every round
    confirmation    the same claim on fresh seeds, if they were asked for
    data_sets       all that were planned
    """

    definition: Mapping[str, Any]
    uri: str
    experiment_id: str
    cells: Mapping[str, str]
    unavailable: Mapping[str, str] = field(default_factory=dict)
    design: Mapping[str, Any] = field(default_factory=dict)
    asked: Sequence[str] = ()
    looks: Looks | None = None
    confirmation: Case | None = None
    data_sets: Sequence[str] = ()


def make(cases: Sequence[Case], folder: Path, ui: str) -> Path:
    """Judge all `cases`, print their verdicts, and write the page into `folder`; its path.

    ui    address of MLflow's UI, where the page's links go

    A case that cannot be judged is said and does not stop the others; NothingRecorded if none can.
    """
    judged: list[Judged | Finding] = []
    problems = []
    for case in cases:
        try:
            judged.append(judge(case))
        except (NothingRecorded, TooFewPairs) as error:
            problems.append(f"{case.definition.get('name')}: not judged, because {error}")
    if not judged:
        raise NothingRecorded("; ".join(problems))
    for one in judged:  # before the page, whose pictures take their time
        _print_finding(one) if isinstance(one, Finding) else _print(one)
    for problem in problems:
        print(problem)
    return page.write(judged, folder, ui)


def judge(case: Case) -> Judged | Finding:
    """Read, and decide as the claim's kind asks: a comparison chooses on validation and pairs on test."""
    recorded, first = _read(case)
    claim = recorded.claim
    if not claim.is_comparison:
        return findings.judge(recorded, first)
    tuned = arms.budget(recorded.replicas) > 1
    order = sorted(arms.TRIALS, key=lambda arm: arm != claim.arm)[: 2 if tuned else 1]
    on_means = {arm: _on_means(case, recorded, arm, first) for arm in order}
    final = {arm: _final(case, recorded, arm, *own) for arm, own in on_means.items()}
    observations, reached = on_means[claim.arm]
    known = controls.run(reached, observations)
    fresh = decide(case.confirmation) if case.confirmation else None
    others = secondary.compare(claim, recorded.replicas, arms.TRIALS[claim.arm])
    judged, found = final[claim.arm]
    judged = controls.withhold(judged, known)
    verdicts = {arm: own for arm, (own, _) in final.items()} | {claim.arm: judged} if tuned else {}
    analyses = multiverse(claim, recorded.replicas, {arm: own for arm, (_, own) in on_means.items()})
    return Judged(judged, recorded, observations, others, found, known, fresh, verdicts, analyses)


def decide(case: Case) -> Verdict:
    """The verdict that `judge` reaches on a comparison, without the evidence beside it, which takes longer."""
    recorded, first = _read(case)
    arm = recorded.claim.arm
    observations, on_means = _on_means(case, recorded, arm, first)
    reached, _ = _final(case, recorded, arm, observations, on_means)
    return controls.withhold(reached, controls.run(on_means, observations))


def _read(case: Case) -> tuple[Recorded, tuple[str, ...]]:
    """What is recorded, and what is to be remarked on it, whatever is made of it."""
    claim = Claim.from_mapping(dict(case.definition), f"claim {case.definition.get('name')}")
    recorded = load.read(case.uri, case.experiment_id, claim, case.cells)
    of_cells = remarks(recorded, case.unavailable, case.data_sets)
    return recorded, (*of_cells, *changes.remarks(recorded, case.definition, case.design, case.asked))


def _on_means(case: Case, recorded: Recorded, arm: str, first: tuple[str, ...]) -> tuple[pd.DataFrame, Verdict]:
    """The observations of an arm, and the verdict on the mean effects in them.

    first    what is to be remarked on, whichever arm it is
    """
    claim = recorded.claim
    observations = arms.observe(recorded.replicas, claim, arm)
    if why := secondary.missing(observations, claim.metric, claim.contestants):
        raise TooFewPairs(why)
    minded = (*first, *of_comparison(observations))
    if case.looks is None:
        return observations, verdict.judge(claim, observations, minded)
    return observations, sequential.judge(claim, observations, minded, case.looks)


def _final(
    case: Case, recorded: Recorded, arm: str, observations: pd.DataFrame, reached: Verdict
) -> tuple[Verdict, tuple[Level, ...]]:
    """The verdict of an arm, CONDITIONAL if levels differ; a tuned one is withheld if a best trial is on the edge."""
    found = modifiers.levels(recorded, observations)
    if case.looks is None:  # at several looks, nothing decides but what the levels of the looks were made for
        reached = modifiers.conditional(reached, found)
    if arm == "tuned":
        reached = edges.withhold(reached, edges.found(observations, recorded.replicas, recorded.spaces))
    return reached, found


def remarks(
    recorded: Recorded, unavailable: Mapping[str, str] | None = None, data_sets: Sequence[str] = ()
) -> tuple[str, ...]:
    """What a reader must know before believing the verdict; `unavailable` and `data_sets` are those of the `Case`."""
    found = []
    if unavailable:
        reasons = "; ".join(f"{name} ({reason})" for name, reason in unavailable.items())
        found.append(f"{words.count(len(unavailable), 'data set')} could not be had: {reasons}")
    known = {*recorded.runs["dataset"], *(unavailable or {})}
    if absent := [name for name in data_sets if name not in known]:
        found.append(
            f"{len(absent)} of {words.count(len(data_sets), 'data set')} without a finished run to judge: "
            f"{words.listed(absent)}; folklore judge tries again, and says why if it cannot be had"
        )
    if recorded.missing:
        found.append(f"{len(recorded.missing)} planned cells have no finished run: {'; '.join(recorded.missing)}")
    if recorded.runs["code_version"].nunique() > 1:
        found.append("the runs were made by different versions of the code")
    return tuple(found)


def of_comparison(observations: pd.DataFrame) -> list[str]:
    """What a reader must know, besides, of a verdict on means."""
    alone, *others = observations["dataset"].unique()
    if others:
        return []
    return [
        f"this verdict is about {alone} alone and says nothing of other data; its splits share rows, so the "
        f"test is Nadeau and Bengio’s corrected one"
    ]


def _print(judged: Judged) -> None:
    """A block of lines that stays readable in a pipe; rivals in columns."""
    reached, claim = judged.verdict, judged.claim
    sample = f"{words.count(reached.data_sets, 'data set')}, {words.count(reached.seeds, 'seed')}"
    print(f"{claim.name}: {reached.outcome}   “{claim.statement}”   ({sample})")
    width = max(len(name) for name in (*claim.rivals, f"{claim.favourite} against"))
    effect = f"effect on {METRICS[claim.metric].said}"
    if METRICS[claim.metric].smaller:
        effect += " (less is better: +)"
    print(f"  {f'{claim.favourite} against':<{width}}  P(better)  P(equivalent)  P(worse)  {effect}")
    for rival in reached.rivals:
        p = rival.probabilities
        columns = (
            f"{words.probability(p.better):>9}  {words.probability(p.equivalent):>13}  {words.probability(p.worse):>8}"
        )
        print(f"  {rival.rival:<{width}}  {columns}  {words.interval(rival.effect)}  {rival.outcome}")
    for level in judged.levels:
        for rival in level.rivals:
            print(f"  {level.said}, against {rival.rival}: {words.interval(rival.effect)}  {rival.outcome}")
    control = [f"Controls: {'; '.join(judged.controls.sentences)}"] if judged.controls else []
    fresh = [_confirmed(reached, judged.confirmation)] if judged.confirmation else []
    minded = [f"Mind: {remark}" for remark in reached.remarks]
    beside = {arm: own for arm, own in judged.arms.items() if arm != claim.arm}
    other = [f"{arms.SAID[arm]}: {own.outcome}, {_effects(own)}" for arm, own in beside.items()]
    analyses = [agreement(claim, judged.analyses)] if judged.analyses else []
    _print_lines([reached.reason, *other, *analyses, *control, *fresh, *minded, *_notes(judged.recorded)])


def _effects(reached: Verdict) -> str:
    """The mean effect against each rival, in a few words."""
    return ", ".join(f"{rival.rival} {words.interval(rival.effect)}" for rival in reached.rivals)


def _confirmed(reached: Verdict, fresh: Verdict) -> str:
    """What came of the fresh seeds, beside what was reached."""
    said = "as before" if fresh.outcome is reached.outcome else f"and it was {reached.outcome} before"
    effects_ = "; ".join(f"{rival.rival} {words.interval(rival.effect)}, {rival.outcome}" for rival in fresh.rivals)
    return f"Confirmation on {words.count(fresh.seeds, 'fresh seed')}: {fresh.outcome}, {said} ({effects_})"


def _print_finding(finding: Finding) -> None:
    claim = finding.claim
    print(f"{claim.name}: {finding.outcome}   “{claim.statement}”   ({findings.sample(finding)})")
    print("\n".join(findings.printed(finding)))
    minded = [f"Mind: {remark}" for remark in finding.remarks]
    _print_lines([finding.reason, finding.caveat, *minded, *_notes(finding.recorded)])


def _notes(recorded: Recorded) -> list[str]:
    """What was done to the data."""
    return [f"{name}: {note}" for name, sentences in recorded.notes.items() for note in sentences]


def _print_lines(lines: Sequence[str]) -> None:
    for line in lines:
        print(textwrap.fill(line, 110, initial_indent="  ", subsequent_indent="    "))
    print()
