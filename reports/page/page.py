"""The report's page: one self-contained HTML file with the verdicts, their evidence and links into MLflow's UI."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports import text
from reports.claims.claim import Claim
from reports.claims.metric import Metric
from reports.evidence.divergence import Rate
from reports.evidence.multiverse import agreement
from reports.findings.finding import Finding
from reports.judgement import Exhibit, Judged
from reports.page.links import in_mlflow, linked

if TYPE_CHECKING:  # drawing takes matplotlib and seaborn
    from reports.pictures.drawing.drawn import Drawn

Section = Mapping[str, Any]  # what a template shows of one claim


def write(sections: Sequence[Section], folder: Path, made: datetime | None = None) -> Path:
    """Write `folder/index.html` and return its path.

    made    when the page was made; now, if it is not given

    The page appears whole or not at all: it is written beside its place and moved there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = render(sections, made or datetime.now(UTC))
    path, draft = folder / "index.html", folder / f".index.html.{os.getpid()}"
    try:
        draft.write_text(content, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def render(sections: Sequence[Section], made: datetime) -> str:
    """The page as a string. Everything that a claim file says is escaped: it may come from a stranger."""
    # Names alike must not share an id.
    claims = [
        {**section, "id": f"claim-{number}-" + re.sub(r"[^A-Za-z0-9_-]+", "-", section["claim"].name)}
        for number, section in enumerate(sections, 1)
    ]
    return _environment().get_template("page.html.j2").render(claims=claims, made=made)


@cache  # with the templates that it has read
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "linked": linked,
        **{name: getattr(text, name) for name in ("probability", "effect", "interval", "share", "listed", "count")},
    }
    return environment


def of_comparison(exhibit: Exhibit, pictures: Sequence[Drawn], folded: Sequence[Drawn], ui: str) -> Section:
    """What templates/claim.html.j2 shows.

    pictures    of the verdict
    folded      of the evidence
    ui          address of MLflow's UI, such as http://127.0.0.1:5000
    """
    judged, evidence = exhibit.judged, exhibit.evidence
    absent: dict[str, list[Metric]] = {}
    for metric, why in evidence.others.absent:
        absent.setdefault(why, []).append(metric)
    return {
        **_of_any(judged, evidence.rates, pictures, ui),
        "verdict": judged.verdict,
        "subgroups": judged.subgroups,
        "controls": judged.controls,
        "confirmation": judged.confirmation,
        "discordant": evidence.discordant,
        "others": [list(rows) for _, rows in groupby(evidence.others.compared, lambda row: row.metric)],
        "not_compared": [(why, [metric.said for metric in metrics]) for why, metrics in absent.items()],
        "effects": _effects(judged),
        "arms": [(arm.said, reached) for arm, reached in judged.arms.items()],
        "analyses": _analyses(judged),
        "agreement": agreement(judged.claim, judged.analyses) if judged.analyses else "",
        "described": evidence.described,
        "folded": folded,
    }


def of_finding(finding: Finding[Claim], rates: Sequence[Rate], pictures: Sequence[Drawn], ui: str) -> Section:
    """What templates/finding.html.j2 shows.

    rates    how often contestants diverged
    ui       as in `of_comparison`
    """
    return {**_of_any(finding, rates, pictures, ui), "finding": finding, "discordant": []}


def _of_any(judged: Judged | Finding[Claim], rates: Sequence[Rate], pictures: Sequence[Drawn], ui: str) -> Section:
    return {
        "claim": judged.claim,
        "rule": judged.claim.rule(),
        "missing": judged.recorded.missing,
        "notes": judged.recorded.notes,
        "rates": rates,
        "links": in_mlflow(judged.recorded, ui.rstrip("/")),
        "pictures": pictures,
    }


def _analyses(judged: Judged) -> dict[str, dict[str, Any]]:
    """Test and aggregation → metric and arm → what that analysis says."""
    table: dict[str, dict[str, Any]] = {}
    for one in judged.analyses:
        row = table.setdefault(f"{one.test}, {one.aggregation} over seeds", {})
        row[f"{one.metric.said}, {one.arm.said}"] = one.outcome
    return table


def _effects(judged: Judged) -> list[dict[str, Any]]:
    """A row per rival and data set: the effect there, and the number of seeds behind it."""
    return [
        {"rival": rival.rival, "dataset": name, "effect": effect, "seeds": int((rival.pairs["dataset"] == name).sum())}
        for rival in judged.verdict.rivals
        for name, effect in rival.data_sets.items()
    ]
