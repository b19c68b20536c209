"""What tests share: a folder of their own, a tracking store of their own, and the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Called:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with MLflow's tables: making them takes a second, copying the file nothing."""
    from harness.store import tracking

    path = tmp_path_factory.mktemp("store") / "mlflow.db"
    tracking.client(f"sqlite:///{path}").search_experiments()
    return path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, where nothing is recorded yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/outputs/mlflow.db")
    return tmp_path


@pytest.fixture
def store(here: Path, empty_store: Path) -> str:
    """The address of an empty tracking store in the folder `here`."""
    (here / "outputs").mkdir()
    shutil.copy(empty_store, here / "outputs" / "mlflow.db")
    return f"sqlite:///{here}/outputs/mlflow.db"


@pytest.fixture
def folklore(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Call the command line in this process."""
    from harness.cli import main

    def call(*words: str) -> Called:
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main(words)
        printed = capsys.readouterr()
        return Called(int(exit_.value.code or 0), printed.out, printed.err)

    return call
