"""What tests of reports/ share: pictures are drawn in this process; one claim is judged for all that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from build import a_claim, exhibit, judged_in_full, of_identical, of_impossible, of_scaling, simulated

from reports.evidence import aggregates
from reports.findings.finding import Finding
from reports.judgement import Exhibit, Judged
from reports.page import sections
from reports.statistics import posterior


@pytest.fixture(scope="module", autouse=True)
def one_processor() -> Iterator[None]:
    """Starting other processes takes longer than drawing the pictures of a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sections, "cpu_count", lambda: 1)
        yield


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sampler that hardly draws, for tests that look at nothing that it draws."""
    for name, fewer in {"WARM_UP": 2, "KEPT": 4}.items():
        monkeypatch.setattr(posterior, name, fewer)


@pytest.fixture(scope="session")
def usual() -> Judged:
    """Two rivals on four data sets, with five seeds and four trials, judged in full."""
    claim = a_claim(rivals=("adagrad", "sgd"))
    return judged_in_full(simulated(claim, ("digits", "moons", "wine", "iris"), seeds=5, trials=4, epochs=6))


@pytest.fixture(scope="session")
def usual_exhibit(usual: Judged) -> Exhibit:
    """With the evidence beside it."""
    return exhibit(usual)


@pytest.fixture(scope="session")
def usual_scores(usual: Judged) -> pd.DataFrame:
    """The scores of all three, as from aggregates.wide."""
    return aggregates.wide(usual.observations, usual.claim.contestants)


@pytest.fixture(scope="session")
def findings() -> dict[str, Finding]:
    """A finding of every kind that compares no means."""
    return {"impossible": of_impossible(), "identical": of_identical(), "scaling": of_scaling()}
