"""What tests share: a folder of their own, a tracking store of their own, and the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command import SMALL, Called, at_work, call, draw_here, draw_less, leave_blank
from once import once

from harness import environment

# As training does: with two processes that test, more threads of each wait for one another, and burn time at it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
environment.quick()  # as the command: what tests import is half a million objects, which are no garbage


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def empty_store(common: Path) -> Path:
    """A SQLite store with MLflow's tables: making them takes seconds, copying the file nothing."""
    from harness.store import tracking

    def make(folder: Path) -> None:
        tracking.client(f"sqlite:///{folder}/mlflow.db").search_experiments()
        tracking.close()

    once(common / "store", make)
    return common / "store" / "mlflow.db"


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


@pytest.fixture(scope="session")
def two_lost(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundled data sets, but for glass and sonar."""
    from datasets import bundled

    folder = tmp_path_factory.mktemp("data")
    for path in bundled.FOLDER.iterdir():
        if path.stem not in ("glass", "sonar"):
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture
def folklore(here: Path, one_process: None, blank_pictures: None, few_draws: None) -> Callable[..., Called]:
    """Call the command line in this process. The pages that it writes have empty pictures, which take no time."""
    return call


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sample less than a verdict does."""
    draw_less(monkeypatch)


@pytest.fixture
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no others to draw in."""
    draw_here(monkeypatch)


@pytest.fixture
def blank_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures with nothing in them."""
    leave_blank(monkeypatch)


@pytest.fixture(scope="session")
def judged_before(common: Path, empty_store: Path) -> tuple[Path, Called]:
    """A folder in which `folklore judge adam_vs_adagrad` was called once, its pictures drawn; and how it ended."""

    def make(folder: Path) -> Called:
        with at_work(folder, empty_store):
            return call("judge", "adam_vs_adagrad", *SMALL)

    called = once(common / "judged", make)
    assert called.status == 0, called.err
    return common / "judged", called


@pytest.fixture
def judged(here: Path, judged_before: tuple[Path, Called]) -> Called:
    """The same in the folder `here`, which holds a copy of all that was recorded."""
    folder, called = judged_before
    shutil.copytree(folder / "outputs", here / "outputs")
    return called
