"""The house: arrows between rooms run one way, and inside a room down the list that its docstring gives."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("models", "datasets", "harness", "reports")
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
MAY_IMPORT = {
    "models": {"numpy", "typing_extensions"},
    "datasets": {"numpy", "sklearn", "yaml", "pyarrow", "typing_extensions"},
    "harness": {
        "datasets", "models", "numpy", "pandas", "scipy", "hydra", "omegaconf", "mlflow", "filelock", "rich", "yaml",
        "threadpoolctl", "typing_extensions", "sqlalchemy", "joblib", "ray", "submitit",
    },
    "reports": {
        "numpy", "pandas", "scipy", "matplotlib", "seaborn", "jinja2", "yaml", "mlflow", "scikit_posthocs",
        "typing_extensions",
    },
}  # fmt: skip
# What harness/ may know of reports/: what is claimed, and the names that runs are recorded under.
LEAVES = ("reports.claims", "reports.wire", "reports.text", "reports.errors")
# The command is where the rooms meet; the scripts that make the bundled files are never imported.
EXCEPTIONS = {f"datasets/data/{name}.py": {"pandas", "rdata"} for name in ("build", "sources", "rfiles", "packed")}
# From the top down: what stands in a room imports what stands below it, never above. What shares a line shares a floor.
LAYERS = {
    "reports": (
        "report", "page", "pictures", "terminal", "judgement", "evidence", "verdicts", "findings",
        "statistics", "records", "claims", "text wire errors",
    ),
    "harness": (
        "__main__", "cli", "commands", "sweeps", "training", "cells", "launchers", "sampling store", "processes",
        "engine environment", "paths", "errors signals",
    ),
    "models": (
        "update", "optimizers", "schedules", "decay", "clipping", "saved", "objective", "losses", "collapsed", "mlp",
        "initializers", "activations", "features", "ranges",
    ),
    "datasets": ("data fashion", "openml", "bundled", "table", "cards", "synthetic", "ranges", "dataset"),
}  # fmt: skip
IN_SIGHT = 14  # rooms and files in a folder, from which a newcomer finds the right one


def place(path: Path) -> tuple[str, ...]:
    """Where a file stands: ("reports", "claims", "file"); a folder's `__init__` stands for the folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


@cache
def imported(path: Path) -> frozenset[str]:
    """The dotted names that a file imports, wherever in it; of `from a import b`, a.b if that is a file of ours."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names |= {_file_or_folder(str(node.module), alias.name) for alias in node.names}
    return frozenset(names)


def _file_or_folder(module: str, name: str) -> str:
    inside = ROOT.joinpath(*module.split("."), name)
    return f"{module}.{name}" if inside.with_suffix(".py").exists() or inside.is_dir() else module


def top(names: frozenset[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_room_imports_only_what_it_may(path):
    name = path.relative_to(ROOT).as_posix()
    room = path.relative_to(ROOT).parts[0]
    allowed = MAY_IMPORT[room] | {room} | EXCEPTIONS.get(name, set()) | set(sys.stdlib_module_names)
    if room == "harness":
        allowed |= {"reports"}
    assert top(imported(path)) <= allowed
    if room == "harness" and place(path)[1:2] not in (("commands",), ("cli",)):
        of_reports = [name for name in imported(path) if name.startswith("reports")]
        assert all(name.startswith(LEAVES) for name in of_reports), of_reports


def test_only_one_module_writes_to_mlflow_and_only_one_reads():
    users = {path.relative_to(ROOT).as_posix() for path in FILES if "mlflow" in top(imported(path))}
    assert users == {"harness/store/tracking.py", "harness/store/runs.py", "reports/records/load.py"}


def test_only_one_module_imports_hydra():
    users = {path.relative_to(ROOT).as_posix() for path in FILES if "hydra" in top(imported(path))}
    assert users == {"harness/sweeps/compose.py"}


def floors(room: str) -> dict[str, int]:
    return {name: floor for floor, names in enumerate(LAYERS[room]) for name in names.split()}


@pytest.mark.parametrize("room", LAYERS)
def test_every_file_has_a_floor(room):
    inside = {place(path)[1] for path in FILES if path.is_relative_to(ROOT / room) and len(place(path)) > 1}
    assert inside == set(floors(room))


@pytest.mark.parametrize("room", LAYERS)
def test_no_import_runs_up(room):
    floor = floors(room)
    wrong = [
        f"{'.'.join(here)} imports {name}"
        for path in FILES
        if path.is_relative_to(ROOT / room) and len(here := place(path)) > 1
        for name in imported(path)
        if name.startswith(f"{room}.") and (there := name.split(".")[1]) != here[1] and floor[there] <= floor[here[1]]
    ]
    assert not wrong


def arrows() -> Iterator[tuple[str, str]]:
    """Every import of one file of ours by another."""
    names = {".".join(place(path)) for path in FILES}
    for path in FILES:
        for name in imported(path) & names:
            if name != ".".join(place(path)):
                yield ".".join(place(path)), name


def test_there_is_no_circle():
    """Not even one that only type checking sees."""
    below: dict[str, set[str]] = {}
    for file, other in arrows():
        below.setdefault(file, set()).add(other)
    done: set[str] = set()

    def descend(file: str, way: tuple[str, ...]) -> None:
        assert file not in way, f"a circle: {' → '.join([*way, file])}"
        if file not in done:
            for other in below.get(file, ()):
                descend(other, (*way, file))
            done.add(file)

    for file in list(below):
        descend(file, ())


# Not that of the bundled files: the scripts that make them, and data.
FOLDERS = sorted({path.parent for path in FILES} - {ROOT / "datasets" / "data"})


def folder_name(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("folder", FOLDERS, ids=folder_name)
def test_a_folder_can_be_taken_in_at_a_glance(folder):
    """Not counted are files that are called like a yaml of conf/: whoever looks for one of those knows its name."""
    levels = {path.stem for path in (ROOT / "conf").glob("*/*.yaml")}
    rooms = [path for path in folder.iterdir() if not path.name.startswith(("_", ".")) and path.stem not in levels]
    assert len(rooms) <= IN_SIGHT


@pytest.mark.parametrize(
    "folder", [f for f in FOLDERS if f.name != "data"], ids=lambda f: f.relative_to(ROOT).as_posix()
)
def test_a_folder_lists_its_files_in_reading_order(folder):
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    for path in folder.iterdir():
        if not path.name.startswith(("_", ".")) and (path.suffix == ".py" or path.is_dir()):
            assert path.stem in said, f"{path.name} is not in {folder.name}/__init__.py"


def test_files_are_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert max(lengths.values()) <= 300
