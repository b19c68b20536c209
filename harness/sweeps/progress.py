"""Shows the progress of a sweep, and the time left, whichever processes its jobs run in.

Jobs append lines to a file; the parent reads it. (A line shorter than 4 KiB is appended in one piece.)
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

FILE = "progress.jsonl"
PAUSE = 0.2  # seconds between two looks at the file, and at least between two lines of one job
QUIET = 10.0  # seconds between two lines where there is no terminal


class Reporter:
    """A job's end: says how far its cell is, at most five times a second."""

    def __init__(self, folder: Path, key: str, total: int) -> None:
        self.path, self.key, self.total = folder / FILE, key, total
        self.done, self.last = 0, monotonic()

    def advance(self, amount: int) -> None:
        """`amount` of `total` more is done."""
        self.done += amount
        if monotonic() - self.last > PAUSE:
            self._say(self.done / self.total)

    def finish(self) -> None:
        """The cell is over, well or badly."""
        self._say(1.0)

    def _say(self, fraction: float) -> None:
        self.last = monotonic()
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([self.key, fraction]) + "\n")


class Reader:
    """The parent's end: what all jobs have said so far."""

    def __init__(self, folder: Path) -> None:
        self.path, self.position = folder / FILE, 0
        self.fractions: dict[str, float] = {}

    def update(self) -> float:
        """Read what is new; cells done so far, with fractions of those at work."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self.position)
                for line in file:
                    if not line.endswith(b"\n"):
                        break  # still being written
                    self.position += len(line)
                    key, fraction = json.loads(line)
                    self.fractions[key] = fraction
        return sum(self.fractions.values())

    @property
    def finished(self) -> int:
        """Cells that are over."""
        return sum(fraction >= 1 for fraction in self.fractions.values())


@contextmanager
def shown(folder: Path, total: int, label: str) -> Iterator[None]:
    """Show the progress of `total` cells that report to `folder`, while the block runs."""
    stop = threading.Event()
    show = _bar if sys.stderr.isatty() else _lines
    thread = threading.Thread(target=show, args=(Reader(folder), total, label, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _bar(reader: Reader, total: int, label: str, stop: threading.Event) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[finished]}/{task.total:.0f} cells"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=total, finished=0)
        while not stop.wait(PAUSE):
            bar.update(task, completed=reader.update(), finished=reader.finished)
        bar.update(task, completed=reader.update(), finished=reader.finished)


def _lines(reader: Reader, total: int, label: str, stop: threading.Event) -> None:
    start = monotonic()
    while not stop.wait(QUIET):
        done, passed = reader.update(), monotonic() - start
        left = f", about {passed / done * (total - done):.0f} s left" if done else ""
        print(f"{label}: {reader.finished}/{total} cells{left}", file=sys.stderr, flush=True)
