"""`folklore status`: how far the sweeps are that were called from this folder, seen from another terminal."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.commands.words import no_more
from harness.paths import OUTPUTS
from harness.sweeps import progress

EXAMPLES = """examples:
  folklore status            one line for every sweep that is under way in this folder
  folklore status --watch    … and follow the newest to its end
"""


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its arguments."""
    verb = verbs.add_parser(
        "status",
        help="how far the sweeps are that are under way",
        description="How far the sweeps are that were called from this folder: cells over, failed and in all, networks "
        "per second, and the time left.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("--watch", action="store_true", help="follow the newest one to its end")
    verb.set_defaults(work=work)


def work(arguments: argparse.Namespace, others: Sequence[str]) -> int:
    """Say it; the exit status."""
    no_more(others)
    under_way, last = [], None
    for folder, plan in _sweeps():
        if progress.is_under_way(folder):
            under_way.append((folder, plan))
        else:
            last = (folder, plan)
    if not under_way:
        print(f"nothing is under way in {OUTPUTS}/{_last(*last) if last else ''}")
        return 0
    if arguments.watch:
        return _watch(*under_way[-1])
    for folder, plan in under_way:
        print(f"{plan.label}: {progress.Reader(folder, plan).update().text(time.time() - plan.begun)}")
    return 0


def _sweeps() -> Iterator[tuple[Path, progress.Plan]]:
    """The folder and the plan of every sweep, the oldest first."""
    for folder in sorted((OUTPUTS / "sweeps").glob("*/")):
        try:
            yield folder, progress.Plan.read(folder)
        except (OSError, ValueError, TypeError):  # of a sweep that had nothing to train, or was stopped before it began
            continue


def _last(folder: Path, plan: progress.Plan) -> str:
    now = progress.Reader(folder, plan).update()
    went_on = "" if now.finished == now.cells else "; the same command goes on with the others"
    return f"; the last one, {plan.label}, ended at {now.counted}{went_on}"


def _watch(folder: Path, plan: progress.Plan) -> int:
    with progress.showing(folder, plan):
        while progress.is_under_way(folder):
            time.sleep(progress.PAUSE)
    print(f"{plan.label}: {progress.Reader(folder, plan).update().counted}")
    return 0
