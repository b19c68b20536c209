"""The report stage: from what is recorded of several claims to their verdicts, in the terminal and as a page."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from reports import changes, controls, effects, findings, load, modifiers, page, secondary, sequential, verdict, words
from reports.claim import Claim
from reports.errors import NothingRecorded, TooFewPairs
from reports.finding import Finding
from reports.judged import Judged
from reports.load import Recorded
from reports.metrics import METRICS
from reports.sequential import Looks
from reports.verdict import Verdict

FEW = 4  # trials


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
    written = page.write(judged, folder, ui)
    for one in judged:
        _print_finding(one) if isinstance(one, Finding) else _print(one)
    for problem in problems:
        print(problem)
    return written


def judge(case: Case) -> Judged | Finding:
    """Read, and decide as the claim's kind asks: a comparison chooses on validation and pairs on test."""
    claim = Claim.from_mapping(dict(case.definition), f"claim {case.definition.get('name')}")
    recorded = load.read(case.uri, case.experiment_id, claim, case.cells)
    first = (*remarks(recorded, case.unavailable), *changes.remarks(recorded, case.definition, case.design, case.asked))
    if not claim.is_comparison:
        return findings.judge(recorded, first)
    observations = effects.observe(recorded.replicas, claim.metric)
    if why := secondary.missing(observations, claim.metric, claim.contestants):
        raise TooFewPairs(why)
    minded = (*first, *of_comparison(recorded, observations))
    others, found = secondary.compare(claim, recorded.replicas), modifiers.levels(recorded, observations)
    if case.looks is None:
        reached = modifiers.conditional(verdict.judge(claim, observations, minded), found)
    else:  # at several looks, nothing decides but what the levels of the looks were made for
        reached = sequential.judge(claim, observations, minded, case.looks)
    known = controls.run(reached, observations)
    again = judge(case.confirmation) if case.confirmation else None
    fresh = again.verdict if isinstance(again, Judged) else None
    return Judged(controls.withhold(reached, known), recorded, observations, others, found, known, fresh)


def remarks(recorded: Recorded, unavailable: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What a reader must know before believing the verdict; `unavailable` is that of the `Case`."""
    found = []
    if unavailable:
        reasons = "; ".join(f"{name} ({reason})" for name, reason in unavailable.items())
        found.append(f"{words.count(len(unavailable), 'data set')} could not be had: {reasons}")
    if recorded.missing:
        found.append(f"{len(recorded.missing)} planned cells have no finished run: {'; '.join(recorded.missing)}")
    if recorded.runs["code_version"].nunique() > 1:
        found.append("the runs were made by different versions of the code")
    return tuple(found)


def of_comparison(recorded: Recorded, observations: pd.DataFrame) -> list[str]:
    """What a reader must know, besides, of a verdict on means."""
    found = _on_the_edge(recorded, observations)
    if len(alone := observations["dataset"].unique()) == 1:
        found.append(
            f"this verdict is about {alone[0]} alone and says nothing of other data; its splits share rows, so the "
            f"test is Nadeau and Bengio’s corrected one"
        )
    return found


def _on_the_edge(recorded: Recorded, observations: pd.DataFrame) -> list[str]:
    """Contestants whose chosen trial is the largest or smallest tried, for half of the seeds or more.

    The best setting may then lie outside of what was tried. (Of a few trials, the best is at an edge by chance.)
    """
    found = []
    for name in (str(column) for column in recorded.replicas if str(column).startswith("optimizer.")):
        tried = dict(list(recorded.replicas.groupby("contestant")[name]))
        for contestant, chosen in observations.groupby("contestant")[name]:
            low, high = tried[contestant].min(), tried[contestant].max()
            for edge, word in ((low, "smallest"), (high, "largest")):
                share = float((chosen == edge).mean())
                if tried[contestant].nunique() >= FEW and share >= 0.5:
                    found.append(
                        f"{contestant}: {share:.0%} of the seeds chose the {word} {name} tried ({edge:.3g}); "
                        f"its search space may be too narrow"
                    )
    return found


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
    _print_lines([reached.reason, *control, *fresh, *minded, *_notes(judged.recorded)])


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
