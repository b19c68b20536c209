"""A verdict in the terminal: blocks of lines that stay readable in a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from reports import text
from reports.claims.claim import Claim
from reports.evidence.multiverse import agreement
from reports.findings.finding import Finding
from reports.judgement import Judged
from reports.records.load import Recorded
from reports.verdicts.verdict import Verdict

WIDTH = 110


def show(judged: Judged | Finding[Claim]) -> None:
    """Print the verdict, what it rests on, and what a reader must mind."""
    lines = _of_finding(judged) if isinstance(judged, Finding) else _of_comparison(judged)
    print("\n".join([*lines, *_notes(judged.recorded), ""]))


def _of_comparison(judged: Judged) -> list[str]:
    reached, claim = judged.verdict, judged.claim
    effect = f"effect on {claim.metric.said}{' (less is better: +)' if claim.metric.smaller else ''}"
    head = (f"{claim.favourite} against", "P(better)", "P(equivalent)", "P(worse)", effect)
    rows = []
    for rival in reached.rivals:
        p = rival.probabilities
        odds = (text.probability(share) for share in (p.better, p.equivalent, p.worse))
        rows.append((rival.rival, *odds, f"{text.interval(rival.effect)}  {rival.outcome}"))
    subgroups = [
        f"  {subgroup.said}, against {rival.rival}: {text.interval(rival.effect)}  {rival.outcome}"
        for subgroup in judged.subgroups
        for rival in subgroup.rivals
    ]
    control = [f"Controls: {'; '.join(judged.controls.sentences)}"] if judged.controls else []
    fresh = [_confirmed(reached, judged.confirmation)] if judged.confirmation else []
    others = [f"{arm.said}: {own.outcome}, {_effects(own)}" for arm, own in judged.arms.items() if arm != claim.arm]
    analyses = [agreement(claim, judged.analyses)] if judged.analyses else []
    return [
        _headline(claim, f"{reached.outcome}", reached.data_sets, reached.seeds),
        *("  " + line for line in text.table(head, rows, right=head[1:4])),
        *subgroups,
        *_filled([reached.reason, *others, *analyses, *control, *fresh, *_minded(reached.remarks)]),
    ]


def _of_finding(finding: Finding[Claim]) -> list[str]:
    return [
        _headline(finding.claim, f"{finding.outcome}", finding.data_sets, finding.seeds),
        *("  " + line for line in text.table(finding.head, finding.rows)),
        *_filled([finding.reason, finding.caveat, *_minded(finding.remarks)]),
    ]


def _headline(claim: Claim, outcome: str, data_sets: int, seeds: int) -> str:
    sample = f"{text.count(data_sets, 'data set')}, {text.count(seeds, 'seed')}"
    return f"{claim.name}: {outcome}   “{claim.statement}”   ({sample})"


def _effects(reached: Verdict) -> str:
    """The mean effect against each rival, in a few words."""
    return ", ".join(f"{rival.rival} {text.interval(rival.effect)}" for rival in reached.rivals)


def _confirmed(reached: Verdict, fresh: Verdict) -> str:
    """What came of the fresh seeds, beside what was reached."""
    said = "as before" if fresh.outcome is reached.outcome else f"and it was {reached.outcome} before"
    effects = "; ".join(f"{rival.rival} {text.interval(rival.effect)}, {rival.outcome}" for rival in fresh.rivals)
    return f"Confirmation on {text.count(fresh.seeds, 'fresh seed')}: {fresh.outcome}, {said} ({effects})"


def _minded(remarks: Sequence[str]) -> list[str]:
    return [f"Mind: {remark}" for remark in remarks]


def _notes(recorded: Recorded[Claim]) -> list[str]:
    """What was done to the data."""
    return _filled([f"{name}: {note}" for name, sentences in recorded.notes.items() for note in sentences])


def _filled(sentences: Sequence[str]) -> list[str]:
    return [textwrap.fill(one, WIDTH, initial_indent="  ", subsequent_indent="    ") for one in sentences]
