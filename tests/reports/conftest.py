"""What tests of reports/ share: pictures are drawn in this process; one claim is judged for all that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from build import a_claim, exhibit, hurry, judged_in_full, of_identical, of_impossible, of_scaling, simulated
from once import once

from harness.commands import drawing
from reports.evidence import aggregates
from reports.findings.finding import Finding
from reports.judgement import Exhibit, Judged


@pytest.fixture(scope="module", autouse=True)
def one_processor() -> Iterator[None]:
    """Starting other processes takes longer than drawing the pictures of a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "cpu_count", lambda: 1)
        yield


@pytest.fixture
def hurried() -> Iterator[None]:
    """For a test that looks at nothing that depends on what the sampler draws."""
    with hurry():
        yield


@pytest.fixture(scope="session")
def usual(usual_exhibit: Exhibit) -> Judged:
    """Two rivals on four data sets, with five seeds and four trials, judged in full."""
    return usual_exhibit.judged


@pytest.fixture(scope="session")
def usual_exhibit(common: Path) -> Exhibit:
    """With the evidence beside it."""

    def make(folder: Path) -> Exhibit:
        recorded = simulated(
            a_claim(rivals=("adagrad", "sgd")), ("digits", "moons", "wine", "iris"), seeds=5, trials=4, epochs=6
        )
        return exhibit(judged_in_full(recorded))

    return once(common / "usual", make)


@pytest.fixture(scope="session")
def usual_scores(usual: Judged) -> pd.DataFrame:
    """The scores of all three, as from aggregates.wide."""
    return aggregates.wide(usual.observations, usual.claim.contestants)


@pytest.fixture(scope="session")
def findings() -> dict[str, Finding]:
    """A finding of every kind that compares no means."""
    return {"impossible": of_impossible(), "identical": of_identical(), "scaling": of_scaling()}
