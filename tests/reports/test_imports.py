"""What takes seconds to import is imported where it is used: each of these in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLAIMS = [f"reports.claims.{path.stem}" for path in sorted((ROOT / "reports" / "claims").glob("*.py"))]


def loaded(*modules: str) -> set[str]:
    """The top-level names that are loaded when `modules` are imported."""
    code = f"import sys, {', '.join(modules)}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_what_is_claimed_is_known_without_anything_heavy():
    """harness/ imports these for every word of the command line."""
    found = loaded("reports.wire", "reports.text", "reports.errors", *(m for m in CLAIMS if not m.endswith("__init__")))
    assert found.isdisjoint({"numpy", "pandas", "scipy", "matplotlib", "seaborn", "mlflow", "joblib", "jinja2"})


@pytest.mark.parametrize(
    "module", ["reports.verdicts.planning", "reports.page.sections", "reports.report", "reports.pictures.drawing.drawn"]
)
def test_judging_and_planning_import_nothing_that_draws(module):
    """A plan draws nothing; and while a report reads its records, others already import what draws."""
    assert loaded(module).isdisjoint({"matplotlib", "seaborn", "mlflow", "scikit_posthocs"})
