"""`folklore run`: train one cell or a sweep."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb, for its help only: all words behind it are Hydra's, options too."""
    verb = verbs.add_parser(
        "run",
        help="train one cell or a sweep",
        description="Train one cell or a sweep. Words go to Hydra as they are: `group=level` chooses a level, "
        "`group=a,b` sweeps over several (with or without -m), `optimizer.lr=0.1` sets a field.",
        epilog="examples:\n  folklore run dataset=moons optimizer=adam seeds=3\n"
        "  folklore run -m optimizer=adam,adagrad activation=relu,sigmoid dataset=digits\n"
        "  folklore run -m dataset=digits,moons hydra/launcher=joblib    on all processors\n"
        "  folklore run --cfg job optimizer=adagrad                      what would be run\n"
        "  folklore run 'seeds=range(1,200001)' --most-cells=200000      more cells than 100,000",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.set_defaults(work=lambda _, words: work(words))


def work(words: Sequence[str]) -> int:
    """Train what `words` ask for, or let Hydra answer them; the exit status."""
    from harness.store import process
    from harness.sweeps import options

    if options.read(words).question:
        from harness.sweeps import compose

        compose.answer(words)
        return 0
    with process.beside():
        from harness.commands import endings
        from harness.sweeps import sweep as sweeps

        sweep = sweeps.train(words)
        endings.show(sweep)
        return endings.status([sweep])
