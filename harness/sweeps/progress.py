"""How far a sweep is, whichever processes its jobs run in: shown where it was called, and by `folklore status`.

Jobs append lines to a file, which whoever shows it reads. (A line shorter than 4 KiB is appended in one piece.)
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

FILE, PLAN, LOCK = "progress.jsonl", "plan.json", "under_way.lock"  # in the folder of a sweep
PAUSE = 0.2  # seconds between two looks at the file, and at least between two lines of one job
QUIET = 10.0  # seconds between two lines where there is no terminal
FAILED = "failed"


@dataclass(frozen=True)
class Plan:
    """What a sweep has to train.

    label       what people call it: its claim's name
    begun       when it began, in seconds since 1970
    networks    cell key → how many it trains
    """

    label: str
    begun: float
    networks: Mapping[str, int]

    def save(self, folder: Path) -> None:
        """Write it to the `folder` of its sweep, where `read` finds it."""
        (folder / PLAN).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Plan:
        """That of the sweep with this folder; an OSError or a ValueError if there is none."""
        return cls(**json.loads((folder / PLAN).read_text(encoding="utf-8")))


class Reporter:
    """A job's end: says how far its cell is, at most five times a second."""

    def __init__(self, folder: Path, key: str, total: int) -> None:
        self.path, self.key, self.total = folder / FILE, key, total
        self.done, self.last = 0, time.monotonic()

    def advance(self, amount: int) -> None:
        """`amount` of `total` more is done."""
        self.done += amount
        if time.monotonic() - self.last > PAUSE:
            self._say(self.done / self.total)

    def finish(self, failed: bool = False) -> None:
        """The cell is over, well or badly."""
        self._say(1.0, *([FAILED] if failed else []))

    def _say(self, fraction: float, *more: str) -> None:
        self.last = time.monotonic()
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([self.key, fraction, *more]) + "\n")


@dataclass(frozen=True)
class Standing:
    """How far a sweep is.

    done        cells, with fractions of those at work
    finished    cells that are over, well or badly
    networks    trained, with fractions of those at work
    """

    cells: int
    done: float
    finished: int
    failed: int
    networks: float

    @property
    def counted(self) -> str:
        """How many cells are over, and how many of those failed."""
        return f"{self.finished}/{self.cells} cells" + (f", {self.failed} failed" if self.failed else "")

    def rate(self, passed: float) -> str:
        """Networks per second, after so many seconds."""
        speed = self.networks / passed if passed > 0 else 0.0
        return f"{speed:,.0f} networks/s" if speed >= 10 or speed == 0 else f"{speed:.1f} networks/s"

    def text(self, passed: float) -> str:
        """All of it in a line, after so many seconds."""
        if not self.done:
            return self.counted
        left = passed / self.done * (self.cells - self.done)
        return f"{self.counted}, {self.rate(passed)}, about {left:.0f} s left"


class Reader:
    """The end of whoever shows it: what all jobs have said so far."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.path, self.plan, self.position = folder / FILE, plan, 0
        self.fractions: dict[str, float] = {}
        self.failed: set[str] = set()

    def update(self) -> Standing:
        """Read what is new; how far the sweep is."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self.position)
                for line in file:
                    if not line.endswith(b"\n"):
                        break  # still being written
                    self.position += len(line)
                    key, fraction, *more = json.loads(line)
                    self.fractions[key] = fraction
                    if more:
                        self.failed.add(key)
        networks = self.plan.networks
        return Standing(
            len(networks),
            sum(self.fractions.values()),
            sum(fraction >= 1 for fraction in self.fractions.values()),
            len(self.failed),
            sum(fraction * networks.get(key, 0) for key, fraction in self.fractions.items()),
        )


@contextmanager
def shown(folder: Path, plan: Plan) -> Iterator[None]:
    """Show how far the sweep with this `folder` is, here and to `folklore status`, while the block runs."""
    from filelock import FileLock

    plan.save(folder)
    with FileLock(folder / LOCK), showing(folder, plan):
        yield


def is_under_way(folder: Path) -> bool:
    """Does the command still run whose sweep has this `folder`?"""
    from filelock import FileLock, Timeout

    if not (folder / LOCK).exists():
        return False
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


@contextmanager
def showing(folder: Path, plan: Plan) -> Iterator[None]:
    """Show how far it is while the block runs: a bar, or, where there is no terminal, a line every ten seconds."""
    stop, show = threading.Event(), _bar if sys.stderr.isatty() else _lines
    thread = threading.Thread(target=show, args=(Reader(folder, plan), stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _bar(reader: Reader, stop: threading.Event) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[counted]}  {task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    plan = reader.plan
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(plan.label, total=len(plan.networks), counted="", rate="")
        last = False
        while not last:
            last = stop.wait(PAUSE)
            now = reader.update()
            bar.update(task, completed=now.done, counted=now.counted, rate=now.rate(time.time() - plan.begun))


def _lines(reader: Reader, stop: threading.Event) -> None:
    while not stop.wait(QUIET):
        said = reader.update().text(time.time() - reader.plan.begun)
        print(f"{reader.plan.label}: {said}", file=sys.stderr, flush=True)
