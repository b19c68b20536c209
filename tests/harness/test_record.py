"""What a run carries, and which files its numbers depend on."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from cells import cell

from harness import engine
from harness.paths import ROOT
from harness.sweeps import record
from reports import wire

# What training imports of our rooms and no number depends on: words, checks, where runs go, and what is claimed.
NO_NUMBERS = {
    "harness/__init__.py", "harness/errors.py", "harness/paths.py",
    "harness/cells/__init__.py", "harness/cells/cell.py", "harness/cells/levels.py",
    "harness/store/__init__.py", "harness/store/settings.py",
}  # fmt: skip


def imported(path: Path) -> set[Path]:
    """Our files that `path` imports, wherever in it, and the folders that they stand in."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".")[:depth] for name in names for depth in range(1, 1 + len(name.split(".")))]
    places = {ROOT.joinpath(*part) for part in parts}
    return {file for place in places for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()}


def everything_imported(path: Path) -> set[Path]:
    files, left = set(), {path}
    while left:
        file = left.pop()
        files.add(file)
        left |= imported(file) - files
    return files


def test_every_file_that_training_imports_is_in_the_version_of_the_code():
    """Or it is named above, as one that no number depends on."""
    files = everything_imported(ROOT / "harness" / "training" / "run.py")
    assert ROOT / "harness" / "training" / "results.py" in files
    assert ROOT / "models" / "mlp.py" in files
    outside = {path.relative_to(ROOT).as_posix() for path in files - set(engine.engine())}
    of_reports = {name for name in outside if name.startswith("reports/")}
    assert outside - of_reports == NO_NUMBERS
    leaves = ("reports/claims/", "reports/wire.py", "reports/text.py", "reports/errors.py", "reports/__init__.py")
    assert all(name.startswith(leaves) for name in of_reports)


def test_the_version_of_the_code_knows_all_rooms_and_their_folders():
    names = {path.relative_to(ROOT).as_posix() for path in engine.engine()}
    assert {"harness/sampling/split.py", "harness/training/results.py", "models/mlp.py", "datasets/dataset.py"} <= names
    assert set(ROOT.glob("models/*/*.py")) <= set(engine.engine())
    assert not [name for name in names if name.startswith(("datasets/data/", "harness/sweeps/", "reports/"))]
    assert engine.code_version() == engine.code_version()


def tags(*words: str) -> dict[str, str]:
    (run,) = record.runs(cell(*words), None, None, "it broke", "today", 0.0, "basic")
    assert run.status == "FAILED"
    return run.tags


def test_a_run_can_be_searched_by_its_tags():
    one = tags()
    assert one[wire.CELL] == cell().key
    assert (one[wire.SWEEP], one[wire.LAUNCHER], one[wire.ERROR]) == ("today", "basic", "it broke")
    assert one[wire.CODE_VERSION] == engine.code_version()
    assert wire.CLAIM not in one


def test_a_run_of_a_claim_carries_it_whole():
    one, other = tags("claim=adam_vs_adagrad"), tags("claim=adam_vs_adagrad", "claim.rope=0.02")
    definition, setup = json.loads(one[wire.CLAIM_DEFINITION]), json.loads(one[wire.CLAIM_SETUP])
    assert one[wire.CLAIM] == definition["name"] == "adam_vs_adagrad"
    assert (definition["rivals"], definition["rope"]) == (["adagrad"], 0.01)
    assert setup["seeds"] == 10
    assert one[wire.CLAIM_HASH] != other[wire.CLAIM_HASH]


def test_the_search_space_is_a_tag_once_something_is_tuned():
    spaces = json.loads(tags("tuning=small")[wire.SEARCH])
    assert spaces == {"optimizer.lr": {"low": 1e-4, "high": 0.1, "scale": "log"}}
    assert wire.SEARCH not in tags()
