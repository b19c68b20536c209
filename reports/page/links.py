"""Addresses on the page: in MLflow's UI, and those that stand in a claim's text."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from reports import wire
from reports.claims.claim import Claim
from reports.records.load import Recorded

URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]*[^\s<>\"'`{}|\\^.,;:!?)\]]", re.IGNORECASE)


def linked(text: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with: is it an address (http or https only) that may be linked?"""
    pieces, end = [], 0
    for match in URL.finditer(text):
        pieces += [(text[end : match.start()], False), (match.group(), True)]
        end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def in_mlflow(recorded: Recorded[Claim], ui: str) -> dict[str, Any] | None:
    """Addresses in MLflow's UI; None if `ui` is none that a browser should be sent to."""
    if not re.match(r"https?://", ui):
        return None
    experiment = quote(recorded.experiment_id, safe="")
    # The view, a tag of the experiment, shows scores, best first.
    table = f"{ui}/#/experiments/{experiment}/runs?workflowType=machine_learning&viewStateShareKey={wire.VIEW}"
    experiments = quote(json.dumps([recorded.experiment_id]))
    compare = [
        (name, f"{ui}/#/compare-runs?runs={quote(json.dumps(list(runs['run_id'])))}&experiments={experiments}")
        for name, runs in recorded.runs.groupby("dataset", sort=False)
        if len(runs) > 1
    ]
    return {"table": table, "charts": f"{table}&compareRunsMode=CHART", "compare": compare}
