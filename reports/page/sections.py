"""Claims' sections of the page: pictures drawn on all processors, while evidence is collected and others are judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Any

from reports.claims.claim import Claim
from reports.evidence import evidence
from reports.findings.finding import Finding
from reports.judgement import Exhibit, Judged
from reports.page import page
from reports.page.page import Section
from reports.pictures import gallery

if TYPE_CHECKING:
    from reports.pictures.drawing.drawn import Drawn


class Sections:
    """Sections on their way, in the order of their claims.

    ui      address of MLflow's UI, such as http://127.0.0.1:5000
    pool    what draws, such as harness.commands.drawing.started
    """

    def __init__(self, ui: str, pool: Executor) -> None:
        self.ui, self.pool = ui, pool
        self.begun: list[Callable[[], Section]] = []

    def add(self, judged: Judged | Finding[Claim]) -> None:
        """Begin the section of one more claim."""
        self.begun.append(self._finding(judged) if isinstance(judged, Finding) else self._comparison(judged))

    def finished(self) -> list[Section]:
        """All of them, when they are complete."""
        return [finish() for finish in self.begun]

    def _comparison(self, judged: Judged) -> Callable[[], Section]:
        early = [name for name in gallery.VERDICT if name not in gallery.OF_EVIDENCE]
        futures = {name: self.pool.submit(draw, name, judged) for name in early}
        beside = evidence.collect(judged.recorded, judged.observations, judged.verdict.rivals)
        exhibit = Exhibit(judged, beside)
        futures |= {name: self.pool.submit(draw, name, exhibit) for name in gallery.OF_EVIDENCE}

        return lambda: page.of_comparison(
            exhibit, _drawn(futures, gallery.VERDICT), _drawn(futures, gallery.FOLDED), self.ui
        )

    def _finding(self, finding: Finding[Claim]) -> Callable[[], Section]:
        kind = finding.claim.kind
        futures = {kind: self.pool.submit(draw, kind, finding)}
        rates = evidence.diverged(finding.recorded)
        return lambda: page.of_finding(finding, rates, _drawn(futures, [kind]), self.ui)


def _drawn(futures: Mapping[str, Future[Drawn | None]], names: Sequence[str]) -> list[Drawn]:
    """The pictures `names`, without those that had nothing to draw."""
    return [picture for name in names if (picture := futures[name].result())]


def draw(name: str, subject: Any) -> Drawn | None:
    """The picture `name` of `subject`, in a worker process; None if there is nothing to draw."""
    from reports.pictures.drawing.picture import drawn

    picture = gallery.picture(name)
    return drawn(picture, subject) if picture.when(subject) else None
