"""The command line, called in this process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

# Two cells of each contestant, as small as they come.
SMALL = ("dataset=iris,wine", "model.hidden=[8]", "epochs=3", "seeds=2", "tuning.trials=2", "hydra/launcher=basic")


@dataclass(frozen=True)
class Called:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


def call(*words: str) -> Called:
    from harness.cli import main

    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as exit_:
        main(words)
    return Called(int(exit_.value.code or 0), out.getvalue(), err.getvalue())


def draw_here(patch: pytest.MonkeyPatch) -> None:
    """Draw in this process: starting others takes longer than a test's few pictures."""
    from harness.commands import drawing

    patch.setattr(drawing, "cpu_count", lambda: 1)


def draw_less(patch: pytest.MonkeyPatch) -> None:
    """A posterior of few draws: whoever calls the command looks at what is said, not at the third decimal."""
    from reports.statistics import posterior
    from reports.verdicts import verdict

    patch.setattr(posterior, "WARM_UP", 40)
    patch.setattr(posterior, "KEPT", 32)
    patch.setattr(verdict, "LONGER", ())


def leave_blank(patch: pytest.MonkeyPatch) -> None:
    """Pictures with their titles and words, and nothing in them: for pages of which no picture is looked at."""
    from reports.pictures.drawing import canvas, picture

    blank = canvas.Image("data:image/webp;base64,", 1, 1)
    patch.setattr(
        picture, "drawn", lambda one, of: picture.Drawn(one.title, one.alt(of), one.caption(of), blank, blank)
    )


@contextmanager
def at_work(folder: Path, empty_store: Path) -> Iterator[pytest.MonkeyPatch]:
    """In `folder`, with a store of its own, as the fixture `folklore` calls the command; but pictures are drawn."""
    (folder / "outputs").mkdir()
    shutil.copy(empty_store, folder / "outputs" / "mlflow.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder}/outputs/mlflow.db")
        draw_here(patch)
        draw_less(patch)
        yield patch
