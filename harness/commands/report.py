"""`folklore report`: give the verdicts again from what is recorded."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.commands import rounds, verdicts, words
from harness.commands.rounds import How, tried


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its arguments."""
    verb = verbs.add_parser(
        "report",
        help="give the verdicts again from what is recorded; trains nothing",
        description="Give the verdicts again from what is recorded; trains nothing: in the terminal, and as a page in "
        "outputs/reports/.",
        epilog=words.examples("report"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_arguments(verb)
    rounds.add_arguments(verb)
    verb.set_defaults(work=work)


def work(arguments: argparse.Namespace, others: Sequence[str]) -> int:
    """Judge the claims that are named, or all of them; the exit status."""
    claims = words.of_claims(arguments, others, usual=["all"])
    from harness.commands import drawing
    from harness.store import process

    # What draws, and what reads, gets ready while this process composes.
    with process.beside(), drawing.started() as pool:
        from harness.sweeps import sweep as sweeps

        return verdicts.show([tried(claim, How.of(arguments), sweeps.recorded) for claim in claims], pool)
