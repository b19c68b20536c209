"""One claim from its records to its judgement, with the guards that may withhold a verdict in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import cast

import pandas as pd

from reports import text
from reports.claims.arm import ARMS, Arm
from reports.claims.claim import Claim
from reports.claims.comparison import Comparison
from reports.claims.metric import SCORES, Metric
from reports.errors import TooFewPairs
from reports.evidence.evidence import Evidence
from reports.evidence.multiverse import Analysis, multiverse
from reports.findings.finding import Finding
from reports.records import changes, load
from reports.records.case import Case
from reports.records.load import Read, Recorded
from reports.statistics import arms
from reports.statistics.observations import missing
from reports.verdicts import controls, edges, modifiers, sequential, verdict
from reports.verdicts.controls import Controls
from reports.verdicts.modifiers import Subgroup
from reports.verdicts.verdict import Verdict


@dataclass(frozen=True)
class Judged:
    """A comparison's verdict with what it was reached from.

    recorded        everything recorded of the claim
    observations    the chosen replicas, from observations.observe
    subgroups       the verdict at every value of the claim's modifiers
    controls        what the method says where the answer is known
    confirmation    the verdict on fresh seeds, if they were asked for
    arms            arm → its verdict, the claim's own first; empty if there was nothing to tune
    analyses        what other reasonable analyses say, from multiverse.multiverse
    """

    verdict: Verdict
    recorded: Recorded[Comparison]
    observations: pd.DataFrame
    subgroups: tuple[Subgroup, ...] = ()
    controls: Controls | None = None
    confirmation: Verdict | None = None
    arms: Mapping[Arm, Verdict] = field(default_factory=dict)
    analyses: Sequence[Analysis] = ()

    @property
    def claim(self) -> Comparison:
        """The claim that was judged."""
        return self.verdict.claim


@dataclass(frozen=True)
class Exhibit:
    """A comparison's verdict and the evidence beside it."""

    judged: Judged
    evidence: Evidence


def judge(case: Case, read: Read | None = None) -> Judged | Finding[Claim]:
    """Read, and decide as the claim's kind asks: a comparison chooses on validation and pairs on test."""
    recorded, remarks = _read(case, read)
    if not isinstance(recorded.claim, Comparison):
        return _finding(recorded, remarks)
    recorded = cast(Recorded[Comparison], recorded)
    claim = recorded.claim
    tuned = arms.budget(recorded.replicas) > 1
    order = sorted(ARMS.values(), key=lambda arm: arm != claim.arm)[: 2 if tuned else 1]
    steps = {arm: _Steps.of(case, recorded, arm, remarks) for arm in order}
    own = steps[claim.arm]
    return Judged(
        own.verdict,
        recorded,
        own.observations,
        own.subgroups,
        own.controls,
        decide(case.confirmation, read) if case.confirmation else None,
        {arm: each.verdict for arm, each in steps.items()} if tuned else {},
        multiverse(claim, recorded.replicas, {arm: each.on_means for arm, each in steps.items()}),
    )


def decide(case: Case, read: Read | None = None) -> Verdict:
    """The verdict that `judge` reaches on a comparison, without the evidence beside it, which takes longer."""
    recorded, remarks = _read(case, read)
    recorded = cast(Recorded[Comparison], recorded)
    return _Steps.of(case, recorded, recorded.claim.arm, remarks).verdict


@dataclass(frozen=True)
class _Steps:
    """The way of one arm to its verdict.

    on_means     the verdict on mean effects, before the guards
    controls     None of an arm that is not the claim's own
    verdict      the final one
    """

    observations: pd.DataFrame
    on_means: Verdict
    subgroups: tuple[Subgroup, ...]
    controls: Controls | None
    verdict: Verdict

    @classmethod
    def of(cls, case: Case, recorded: Recorded[Comparison], arm: Arm, remarks: tuple[str, ...]) -> _Steps:
        """Decide on means, then ask the guards in their order.

        remarks    what is to be remarked on, whichever arm it is
        """
        claim = recorded.claim
        observations = arms.observe(recorded.replicas, claim, arm)
        if why := missing(observations, claim.metric, claim.contestants):
            raise TooFewPairs(why)
        on_means = _on_means(case, claim, observations, remarks)
        subgroups = modifiers.subgroups(recorded, observations)
        own_controls = controls.run(on_means, observations) if arm == claim.arm else None

        reached = on_means
        # 1. CONDITIONAL, if subgroups by a modifier are decided differently. (At several looks nothing decides but
        # what the looks spend their α on.)
        if case.looks is None:
            reached = modifiers.conditional(reached, subgroups)
        # 2. Withheld, if a best trial lies on the edge of its search space. (As published, nothing was searched.)
        if arm.tuned:
            reached = edges.withhold(reached, edges.edges(observations, recorded.replicas, recorded.spaces))
        # 3. Withheld, if the method finds a difference between the favourite and itself.
        if own_controls is not None:
            reached = controls.withhold(reached, own_controls)
        return cls(observations, on_means, subgroups, own_controls, reached)


def _on_means(case: Case, claim: Comparison, observations: pd.DataFrame, remarks: tuple[str, ...]) -> Verdict:
    """The verdict on the mean effects in `observations`: at once, or at the present of several looks."""
    remarks = (*remarks, *on_one_data_set(observations), *on_scores(observations, claim.metric))
    if case.looks is None:
        return verdict.judge(claim, observations, remarks)
    return sequential.judge(claim, observations, remarks, case.looks)


def _finding(recorded: Recorded[Claim], remarks: tuple[str, ...]) -> Finding[Claim]:
    """The finding on a claim that compares no means, by the file of reports/findings/ called like its kind."""
    judged: Finding[Claim] = import_module(f"reports.findings.{recorded.claim.kind}").judge(recorded, remarks)
    return judged


def _read(case: Case, read: Read | None) -> tuple[Recorded[Claim], tuple[str, ...]]:
    """What is recorded, and what is to be remarked on it, whatever is made of it."""
    recorded = (read or load.read)(case)
    return recorded, (*of_cells(recorded, case), *changes.remarks(recorded, case))


def of_cells(recorded: Recorded[Claim], case: Case) -> tuple[str, ...]:
    """What a reader must know of the cells that were planned before believing the verdict."""
    remarks = []
    if case.unavailable:
        reasons = "; ".join(f"{name} ({reason})" for name, reason in case.unavailable.items())
        remarks.append(f"{text.count(len(case.unavailable), 'data set')} could not be had: {reasons}")
    known = {*recorded.runs["dataset"], *case.unavailable}
    if absent := [name for name in case.data_sets if name not in known]:
        remarks.append(
            f"{len(absent)} of {text.count(len(case.data_sets), 'data set')} without a finished run to judge: "
            f"{text.listed(absent)}; folklore judge tries again, and says why if it cannot be had"
        )
    if missing_cells := recorded.missing:
        have = "has" if len(missing_cells) == 1 else "have"
        remarks.append(
            f"{text.count(len(missing_cells), 'planned cell')} {have} no finished run: {'; '.join(missing_cells)}"
        )
    if recorded.lost:
        remarks.append(
            f"the tables of {text.count(len(recorded.lost), 'cell')} are gone or broken: {'; '.join(recorded.lost)}; "
            f"tracking.mend=true trains {'it' if len(recorded.lost) == 1 else 'them'} again"
        )
    if recorded.runs["code_version"].nunique() > 1:
        remarks.append("the runs were made by different versions of the code")
    elif case.stale:
        remarks.append("the runs were made by another version of the code than the present one")
    return tuple(remarks)


def on_scores(observations: pd.DataFrame, metric: Metric) -> list[str]:
    """Which seeds fall out because they have no score: R² is not defined where a test part holds one value only."""
    if metric.name not in SCORES:
        return []
    remarks = []
    for name, own in observations.groupby("dataset"):
        lost, seeds = own.loc[own["value"].isna(), "seed"].nunique(), own["seed"].nunique()
        if lost:
            verbs = ("has", "is") if lost == 1 else ("have", "are")
            remarks.append(
                f"{lost} of {text.count(seeds, 'seed')} of {name} {verbs[0]} no {metric.short}, because the test part "
                f"holds one value only, and {verbs[1]} left out"
            )
    return remarks


def on_one_data_set(observations: pd.DataFrame) -> list[str]:
    """What a reader must know, besides, of a verdict on one data set alone."""
    alone, *others = observations["dataset"].unique()
    if others:
        return []
    return [
        f"this verdict is about {alone} alone and says nothing of other data; its splits share rows, so the "
        f"test is Nadeau and Bengio’s corrected one"
    ]
