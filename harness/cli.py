"""The command `folklore`: its verbs, and every error as one line with an exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import NoReturn

from typing_extensions import override

from harness import environment
from harness.commands import judge, listing, report, run, status, ui
from harness.errors import DIED, BadWord, LostWorker
from harness.signals import GO_ON
from reports.errors import ReportError

EXAMPLES = """\
examples:
  folklore run dataset=digits optimizer=adam              one cell: seeds side by side, recorded in MLflow
  folklore run -m optimizer=adam,adagrad dataset=digits,moons seeds=10
                                                          a sweep: all combinations
  folklore judge adam_vs_adagrad                          sweep a claim, then its verdict
  folklore judge adam_vs_adagrad --plan                   how long that takes here, and what it could find
  folklore judge all seeds=20                             every claim, with twice the seeds
  folklore report                                         the verdicts again, from what is recorded
  folklore ui                                             look at the runs in MLflow
  folklore list optimizers                                what there is to choose from
"""


def main(words: Sequence[str] | None = None) -> None:
    """Run the command `words` (those of the shell) and leave with its exit status.

    0: done; 1: some cells failed, had no data, or a worker died; 2: a word or a store that cannot be used; 130: Ctrl-C.
    """
    environment.quick()
    environment.say_what_can_be_said()
    environment.import_nothing_from_here()
    try:
        if warning := environment.check():
            _say(f"folklore: {warning}")
        status = _work(list(sys.argv[1:] if words is None else words))
    except (BadWord, ReportError) as error:
        status = _say(f"folklore: {' '.join(str(error).splitlines())}", 2)
    except BrokenPipeError:  # `folklore list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as error:  # a folder that cannot be written to, a full disk
        status = _say(f"folklore: {error.filename or 'the system'}: {_reason(error)}", 2)
    except MemoryError as error:
        status = _say(f"folklore: not enough memory ({error or 'no more is left'}): fewer seeds, or narrower layers", 2)
    except BrokenProcessPool:
        status = _say(f"folklore: {DIED}. {GO_ON}", 1)
    except LostWorker as error:
        status = _say(f"folklore: {error}. {GO_ON}", 1)
    except KeyboardInterrupt:  # where harness.signals is not in force
        status = _say(f"folklore: stopped. {GO_ON}", 130)
    raise SystemExit(status)


def _work(words: list[str]) -> int:
    # Everything after `run` is Hydra's, its options too: argparse must not touch it.
    if words[:1] == ["run"] and words[1:] not in (["-h"], ["--help"]):
        return run.work(words[1:])
    arguments, others = _parser().parse_known_args(words)
    return int(arguments.work(arguments, others))


class _Parser(argparse.ArgumentParser):
    @override
    def error(self, message: str) -> NoReturn:
        raise BadWord(f"{message}; see {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "folklore",
        description="Puts machine-learning folklore on trial: trains, records, returns a verdict with its evidence.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="run | judge | report | status | ui | list")
    for verb in (run, judge, report, status, ui, listing):
        verb.add_to(verbs)
    return parser


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "it must be a folder, and is a file, or a link that leads nowhere"
    return str(error.strerror or error)


def _say(line: str, status: int = 0) -> int:
    print(line, file=sys.stderr)
    return status
