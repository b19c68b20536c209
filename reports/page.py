"""The report: one self-contained HTML file with the verdicts, their evidence and links into MLflow's UI."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from joblib import Parallel, cpu_count, delayed

from reports import arms, divergence, evidence, findings, pictures, words
from reports.finding import Finding
from reports.judged import Judged
from reports.load import Recorded
from reports.metrics import METRICS, Metric
from reports.multiverse import agreement

__all__ = ["Judged", "render", "write"]


def write(judged: Sequence[Judged | Finding], folder: Path, ui: str, made: datetime | None = None) -> Path:
    """Write `folder/index.html` and return its path.

    ui      address of MLflow's UI, such as http://127.0.0.1:5000
    made    when the page was made; now, if it is not given

    The page appears whole or not at all: it is written beside its place and moved there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = render(judged, ui, made or datetime.now(UTC))
    path, draft = folder / "index.html", folder / f".index.html.{os.getpid()}"
    try:
        draft.write_text(content, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def render(judged: Sequence[Judged | Finding], ui: str, made: datetime) -> str:
    """The page as a string. Everything that a claim file says is escaped: it may come from a stranger."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        name: getattr(words, name)
        for name in ("probability", "effect", "interval", "share", "listed", "count", "linked")
    }
    # Pictures take seconds per claim: every claim's are drawn in a process of its own, as many as there are processors.
    draw_all = Parallel(n_jobs=min(len(judged), cpu_count()) or 1)
    claims = list(draw_all(delayed(_section)(one, number, ui.rstrip("/")) for number, one in enumerate(judged, 1)))
    return environment.get_template("page.html.j2").render(claims=claims, made=made)


def _section(judged: Judged | Finding, number: int, ui: str) -> dict[str, Any]:
    """What templates/claim.html.j2 (of a finding: finding.html.j2) shows of one claim.

    number    its place on the page (names alike must not share an id)
    """
    return {
        "id": f"claim-{number}-" + re.sub(r"[^A-Za-z0-9_-]+", "-", judged.claim.name),
        "claim": judged.claim,
        "rule": words.rule(judged.claim),
        "missing": judged.recorded.missing,
        "notes": judged.recorded.notes,
        "diverged": divergence.rates(judged.recorded.replicas, judged.claim.levels),
        "discordant": [],
        "links": _links(judged.recorded, ui),
        **(_of_finding(judged) if isinstance(judged, Finding) else _of_verdict(judged)),
    }


def _of_verdict(judged: Judged) -> dict[str, Any]:
    """What only a comparison has: its verdict, its pairs, and the metrics beside its own."""
    claim = judged.claim
    absent: dict[str, list[Metric]] = {}
    for metric, why in judged.others.absent:
        absent.setdefault(why, []).append(metric)
    around = evidence.collect(judged)
    return {
        "verdict": judged.verdict,
        "levels": judged.levels,
        "controls": judged.controls,
        "confirmation": judged.confirmation,
        "discordant": divergence.discordant(judged.recorded.replicas, claim.favourite, claim.rivals),
        "others": [list(rows) for _, rows in groupby(judged.others.compared, lambda row: row.metric)],
        "not_compared": [(why, [metric.said for metric in metrics]) for why, metrics in absent.items()],
        "effects": _effects(judged),
        "arms": [(arms.SAID[arm], reached) for arm, reached in judged.arms.items()],
        "analyses": _analyses(judged),
        "agreement": agreement(claim, judged.analyses) if judged.analyses else "",
        "metric": METRICS[claim.metric],
        "pictures": pictures.of(judged),
        "evidence": around,
        "evidence_pictures": pictures.around(judged, around) if around else [],
    }


def _of_finding(finding: Finding) -> dict[str, Any]:
    kind = findings.KINDS[finding.claim.kind]
    alt = f"{kind.alt}: {finding.headline}."
    picture = pictures.picture(kind.title, alt, kind.caption, lambda canvas: kind.draw(finding, canvas))
    return {"finding": finding, "pictures": [picture]}


def _analyses(judged: Judged) -> dict[str, dict[str, Any]]:
    """Test and aggregation → metric and arm → what that analysis says."""
    table: dict[str, dict[str, Any]] = {}
    for one in judged.analyses:
        row = table.setdefault(f"{one.test}, {one.aggregation} over seeds", {})
        row[f"{METRICS[one.metric].said}, {arms.SAID[one.arm]}"] = one.outcome
    return table


def _effects(judged: Judged) -> list[dict[str, Any]]:
    """A row per rival and data set: the effect there, and the number of seeds behind it."""
    return [
        {"rival": rival.rival, "dataset": name, "effect": effect, "seeds": int((rival.pairs["dataset"] == name).sum())}
        for rival in judged.verdict.rivals
        for name, effect in rival.data_sets.items()
    ]


def _links(recorded: Recorded, ui: str) -> dict[str, Any] | None:
    """Addresses in MLflow's UI; None if `ui` is none that a browser should be sent to."""
    if not re.match(r"https?://", ui):
        return None
    experiment = quote(recorded.experiment_id, safe="")
    # The view `folklore`, a tag of the experiment, shows scores, best first.
    table = f"{ui}/#/experiments/{experiment}/runs?workflowType=machine_learning&viewStateShareKey=folklore"
    experiments = quote(json.dumps([recorded.experiment_id]))
    compare = [
        (name, f"{ui}/#/compare-runs?runs={quote(json.dumps(list(runs['run_id'])))}&experiments={experiments}")
        for name, runs in recorded.runs.groupby("dataset", sort=False)
        if len(runs) > 1
    ]
    return {"table": table, "charts": f"{table}&compareRunsMode=CHART", "compare": compare}
