"""`folklore judge`: sweep claims, then give their verdicts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from harness.commands import plan, rounds, verdicts, words
from harness.commands.rounds import How, tried


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its arguments."""
    verb = verbs.add_parser(
        "judge",
        help="sweep claims, then give their verdicts",
        description="Sweep claims, then give their verdicts: in the terminal, and as a page in outputs/reports/.",
        epilog=words.examples("judge"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_arguments(verb)
    rounds.add_arguments(verb)
    plan.add_arguments(verb)
    verb.set_defaults(work=work)


def work(arguments: argparse.Namespace, others: Sequence[str]) -> int:
    """Sweep each claim that is named, then judge them together; the exit status."""
    claims = words.of_claims(arguments, others)
    from harness.store import process

    with process.beside():
        if arguments.plan:
            return plan.work(claims, (arguments.between, arguments.within))
        from harness.commands import drawing
        from harness.sweeps import sweep as sweeps

        trials = [tried(claim, How.of(arguments), sweeps.train) for claim in claims]
        with drawing.started() as pool:
            return verdicts.show(trials, pool)
