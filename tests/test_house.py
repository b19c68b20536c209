"""The arrows between rooms run one way, and top-level names are those that everybody agreed on."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("models", "datasets", "harness", "reports")
MAY_IMPORT = {
    "models": {"numpy", "typing_extensions"},
    "datasets": {"numpy", "sklearn", "yaml", "pyarrow", "typing_extensions"},
    "harness": {
        "datasets", "models", "numpy", "pandas", "scipy", "hydra", "omegaconf", "mlflow", "filelock", "rich",
        "threadpoolctl", "typing_extensions",
    },
    "reports": {
        "numpy", "pandas", "scipy", "matplotlib", "seaborn", "jinja2", "joblib", "rich", "yaml", "mlflow",
        "scikit_posthocs", "typing_extensions",
    },
}  # fmt: skip
# The command line is where the rooms meet; the script that makes the bundled files is never imported.
EXCEPTIONS = {
    "harness/cli.py": {"reports"},
    "harness/judging.py": {"reports"},
    "datasets/data/build.py": {"pandas", "rdata"},
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", [p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))], ids=str)
def test_a_room_imports_only_what_it_may(path):
    name = path.relative_to(ROOT).as_posix()
    room = path.relative_to(ROOT).parts[0]
    allowed = MAY_IMPORT[room] | {room} | EXCEPTIONS.get(name, set()) | set(sys.stdlib_module_names)
    assert imported(path) <= allowed


def test_only_one_module_writes_to_mlflow_and_only_one_reads():
    users = {
        p.relative_to(ROOT).as_posix() for room in ROOMS for p in (ROOT / room).rglob("*.py") if "mlflow" in imported(p)
    }
    assert users == {"harness/tracking.py", "reports/load.py"}


def test_files_are_short():
    lengths = {
        p: len(p.read_text(encoding="utf-8").splitlines()) for room in ROOMS for p in (ROOT / room).rglob("*.py")
    }
    assert max(lengths.values()) <= 300
