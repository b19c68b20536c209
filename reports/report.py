"""The report stage: from what is recorded of several claims to their verdicts, in the terminal and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from reports import judgement, terminal
from reports.errors import CannotRead, NothingRecorded, TooFewPairs
from reports.page import page
from reports.page.sections import Sections
from reports.records.case import Case
from reports.records.load import Read


def make(cases: Sequence[Case], folder: Path, ui: str, pool: Executor, read: Read | None = None) -> Path:
    """Judge all `cases`, print their verdicts, and write the page into `folder`; its path.

    ui      address of MLflow's UI, where the page's links go
    pool    what draws the pictures, such as harness.commands.drawing.started
    read    what reads the records, if not reports.records.load does

    A case that cannot be judged is said and does not stop the others; NothingRecorded if none can.
    """
    sections, problems = Sections(ui, pool), []
    for case in cases:
        try:
            judged = judgement.judge(case, read)
        except (NothingRecorded, TooFewPairs, CannotRead) as error:
            problems.append(f"{case.claim.name}: not judged, because {error}")
            continue
        terminal.show(judged)  # before its section, whose pictures take their time
        sections.add(judged)
    if not sections.begun:
        raise NothingRecorded("; ".join(problems))
    for problem in problems:
        print(problem, flush=True)
    return page.write(sections.finished(), folder)
