"""The report: one self-contained HTML file with the verdicts, their evidence and links into MLflow's UI."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from joblib import Parallel, cpu_count, delayed

from reports import divergence, findings, modifier_plots, plots, survival, words
from reports.canvas import NARROW, WIDE, Canvas, Image, draw
from reports.finding import Finding
from reports.judged import Judged
from reports.load import Recorded
from reports.metrics import METRICS, Metric

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
        name: getattr(words, name) for name in ("probability", "effect", "interval", "listed", "count", "linked")
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
    pictures = _pictures(judged)
    if judged.levels:
        pictures.insert(1, _by_level(judged))
    return {
        "verdict": judged.verdict,
        "levels": judged.levels,
        "controls": judged.controls,
        "confirmation": judged.confirmation,
        "discordant": divergence.discordant(judged.recorded.replicas, claim.favourite, claim.rivals),
        "others": [list(rows) for _, rows in groupby(judged.others.compared, lambda row: row.metric)],
        "not_compared": [(why, [metric.said for metric in metrics]) for why, metrics in absent.items()],
        "effects": _effects(judged),
        "pictures": pictures,
    }


def _by_level(judged: Judged) -> Picture:
    claim = judged.claim
    wide, narrow = (draw(modifier_plots.by_level(claim, judged.levels, canvas), canvas) for canvas in (WIDE, NARROW))
    return Picture(
        "What it depends on",
        f"Mean effect of {claim.favourite} minus {words.listed(claim.rivals)} by {words.listed(claim.modifiers)}, with "
        "95 % intervals.",
        "The mean effect over data sets, with its 95 % interval, at every level of what the claim says it may depend "
        "on. Grey is the ROPE. Data sets are parted at the median of a property; they differ in other ways, too, so a "
        "difference need not come from that property.",
        wide,
        narrow,
    )


def _of_finding(finding: Finding) -> dict[str, Any]:
    kind = findings.KINDS[finding.claim.kind]
    wide, narrow = (draw(kind.draw(finding, canvas), canvas) for canvas in (WIDE, NARROW))
    alt = f"{kind.alt}: {finding.headline}."
    return {"finding": finding, "pictures": [Picture(kind.title, alt, kind.caption, wide, narrow)]}


def _effects(judged: Judged) -> list[dict[str, Any]]:
    """A row per rival and data set: the effect there, and the number of seeds behind it."""
    return [
        {"rival": rival.rival, "dataset": name, "effect": effect, "seeds": int((rival.pairs["dataset"] == name).sum())}
        for rival in judged.verdict.rivals
        for name, effect in rival.data_sets.items()
    ]


@dataclass(frozen=True)
class Picture:
    """A picture in two widths, so that its letters stay legible on a phone; `alt` says what it shows."""

    title: str
    alt: str
    caption: str
    wide: Image
    narrow: Image


def _pictures(judged: Judged) -> list[Picture]:
    claim, verdict, recorded = judged.claim, judged.verdict, judged.recorded
    against = words.listed(claim.rivals)
    raced = judged.observations["target"].notna().any()

    def race(canvas: Canvas) -> list[Image]:
        return [draw(survival.share_that_reached(recorded, judged.observations, canvas), canvas)] if raced else []

    wide, narrow = (
        [
            draw(plots.paired_differences(verdict, canvas), canvas),
            draw(plots.learning_curves(recorded, judged.observations, canvas), canvas),
            draw(plots.sensitivity(recorded, canvas), canvas),
            *race(canvas),
        ]
        for canvas in (WIDE, NARROW)
    )
    effects = "; ".join(f"{rival.rival} {words.interval(rival.effect)}" for rival in verdict.rivals)
    number = words.count(verdict.data_sets, "data set")
    return [
        Picture(
            "Paired differences",
            f"Differences in {METRICS[claim.metric].said}, {claim.favourite} against {against}, by seed on {number}. "
            f"Mean effect with 95 % interval against {effects}.",
            f"Each small dot is one seed: {claim.favourite} against the rival, on the same split. Right of the grey "
            f"band, {claim.favourite} is better by more than the ROPE; left of it, the rival is; inside it the "
            "difference does not matter. The bars are 95 % intervals. The black diamond is what the verdict is "
            "about; the white one, if there are two data sets or more, is what to expect on one that nobody has "
            "tried yet. A bar that ends in an arrow goes on beyond the picture.",
            wide[0],
            narrow[0],
        ),
        Picture(
            "Learning curves",
            f"Validation {plots.score_of(recorded)} by epoch of {claim.favourite} and {against}, on {number}.",
            "Validation score while training, each seed at its chosen trial: the line is the median over seeds, the "
            "band holds the middle 80 % of them. Compare how fast the lines rise, and where they end. A × says that "
            "chosen replicas diverged at that epoch, and how many of how many.",
            wide[1],
            narrow[1],
        ),
        Picture(
            "Sensitivity to the learning rate",
            f"Validation {plots.score_of(recorded)} by learning rate of {claim.favourite} and {against}, on {number}.",
            "How much the score depends on the learning rate: each point is the median over seeds of one trial, the "
            "band holds the middle 80 % of them; a ring marks the published default. A flat line forgives a bad "
            "choice. A × counts the replicas that diverged there, out of all; the points show the others.",
            wide[2],
            narrow[2],
        ),
        *(
            Picture(
                "Epochs to the target",
                f"Share of seeds at the target by epoch, of {claim.favourite} and {against}, on {number}.",
                "By which epoch what share of the seeds, each at its chosen trial, had reached the target: one minus "
                "the Kaplan–Meier curve. Beside a data set’s name stands its target, a validation score 95 % of the "
                "way from the constant guess to the median of the levels that contestants end at. A line that ends "
                "below 1 leaves seeds that never got there, diverged ones among them.",
                *images,
            )
            for images in zip(wide[3:], narrow[3:], strict=True)
        ),
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
