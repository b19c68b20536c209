"""The command `folklore`: run, judge, report, ui, list."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from harness import environment
from harness.commands import options
from harness.errors import BadWord, alternatives

if TYPE_CHECKING:
    from harness.sweeps.sweep import Sweep

SCORES = {"final/test_accuracy": "accuracy", "final/test_r2": "R²"}  # metric → what people call it
BAD = ("failed", "unsent", "unavailable")  # how a cell may end that makes the exit status 1
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
    try:
        if warning := environment.check():
            print(f"folklore: {warning}", file=sys.stderr)
        status = _dispatch(list(sys.argv[1:] if words is None else words))
    except BadWord as error:
        print(f"folklore: {error}", file=sys.stderr)
        status = 2
    except BrokenProcessPool:
        print(
            "folklore: a worker process died (out of memory, or killed). Finished cells are recorded; the same command "
            "goes on with the others.",
            file=sys.stderr,
        )
        status = 1
    except KeyboardInterrupt:
        print(
            "\nfolklore: stopped. Finished cells are recorded; the same command goes on with the others.",
            file=sys.stderr,
        )
        status = 130
    except BrokenPipeError:  # `folklore list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    raise SystemExit(status)


def _dispatch(words: list[str]) -> int:
    # Everything after `run` is Hydra's, its options too: argparse must not touch it.
    if words[:1] == ["run"] and words[1:] not in (["-h"], ["--help"]):
        return _run(words[1:])
    arguments, overrides = _parser().parse_known_args(words)
    return int(arguments.verb(arguments, overrides))


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "folklore",
        description="Puts machine-learning folklore on trial: trains, records, returns a verdict with its evidence.",
        epilog=EXAMPLES,
        formatter_class=raw,
    )
    verbs = parser.add_subparsers(required=True, metavar="run | judge | report | ui | list")
    run = verbs.add_parser(
        "run",
        help="train one cell or a sweep",
        description="Train one cell or a sweep. Words go to Hydra as they are: `group=level` chooses a level, "
        "`group=a,b` sweeps over several (with or without -m), `optimizer.lr=0.1` sets a field.",
        epilog="examples:\n  folklore run dataset=moons optimizer=adam seeds=3\n"
        "  folklore run -m optimizer=adam,adagrad activation=relu,sigmoid dataset=digits\n"
        "  folklore run -m dataset=digits,moons hydra/launcher=joblib    on all processors\n"
        "  folklore run --cfg job optimizer=adagrad                      what would be run",
        formatter_class=raw,
    )
    run.set_defaults(verb=lambda _, overrides: _run(overrides))
    for name, verb, summary in (
        ("judge", _judge, "sweep claims, then give their verdicts"),
        ("report", _report, "give the verdicts again from what is recorded; trains nothing"),
    ):
        sub = verbs.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}: in the terminal, and as a page in outputs/reports/.",
            epilog=f"examples:\n  folklore {name} adam_vs_adagrad\n  folklore {name} all\n"
            f"  folklore {name} adam_vs_adagrad dataset=digits,wine seeds=20    with words for Hydra\n"
            f"  folklore {name} adam_vs_adagrad dataset=table dataset.path=customers.csv dataset.target=churned"
            f"    on your own table\n"
            f"  folklore {name} my_claim --config-dir my_conf    a claim of your own, my_conf/claim/my_claim.yaml",
            formatter_class=raw,
        )
        sub.add_argument("words", nargs="*", metavar="claim | all | word=value", help="claims, then words for Hydra")
        sub.add_argument("--config-dir", type=Path, metavar="FOLDER", help="folder with claims and levels of your own")
        sub.set_defaults(verb=verb)
        options.add_rounds(sub)
        if name == "judge":
            options.add_planning(sub)
    ui = verbs.add_parser("ui", help="MLflow's UI on the recorded runs", formatter_class=raw)
    ui.add_argument("--port", type=int, default=5000, help="port on this machine (default: 5000)")
    ui.add_argument(
        "--uri",
        default=os.environ.get("MLFLOW_TRACKING_URI", "sqlite:///outputs/mlflow.db"),
        help="tracking store (default: MLFLOW_TRACKING_URI, or %(default)s)",
    )
    ui.set_defaults(verb=_ui)
    listing = verbs.add_parser("list", help="what there is; of data sets, a table of facts", formatter_class=raw)
    listing.add_argument("group", nargs="?", help="claims, suites, datasets, optimizers, … (default: everything)")
    listing.add_argument("--config-dir", type=Path, metavar="FOLDER", help="folder with levels of your own")
    listing.set_defaults(verb=_list)
    return parser


def _no_more(overrides: list[str]) -> None:
    if overrides:
        raise BadWord(f"{overrides[0]}: this word is not known here; see folklore --help")


def _run(words: list[str]) -> int:
    from harness.sweeps import compose

    if compose.is_question(words):
        compose.answer(words)
        return 0
    swept = compose.sweep(words)
    _print_outcomes(swept)
    return _status([swept])


def _judge(arguments: argparse.Namespace, extra: list[str]) -> int:
    if arguments.plan:
        return _plan(arguments, extra)
    return _verdicts(arguments, extra, plan_only=False)


def _plan(arguments: argparse.Namespace, extra: list[str]) -> int:
    from harness.commands import judge as judging
    from reports.errors import ReportError

    names, overrides = _parted(arguments.words, extra, arguments.config_dir)
    try:
        for name in _known_claims(names, arguments.config_dir):
            judging.plan([f"claim={name}", *overrides], (arguments.between, arguments.within))
    except ReportError as error:
        raise BadWord(str(error)) from error
    return 0


def _report(arguments: argparse.Namespace, extra: list[str]) -> int:
    return _verdicts(arguments, extra, plan_only=True)


def _verdicts(arguments: argparse.Namespace, extra: list[str], plan_only: bool) -> int:
    """Sweep each claim that is named (a report: all of them, if none is), then judge them together."""
    from harness.commands import judge as judging
    from harness.paths import OUTPUTS
    from reports import report
    from reports.errors import ReportError

    own = arguments.config_dir  # a folder with claims and levels of the user's, beside those of this project
    names, overrides = _parted(arguments.words, extra, own)
    how = judging.How(arguments.at_most if arguments.until_decided else None, arguments.confirm)
    try:
        claims = _known_claims(names or (["all"] if plan_only else []), own)
        tried = [judging.tried([f"claim={name}", *overrides], how, plan_only) for name in claims]
        swept = [sweep for sweeps, _ in tried for sweep in sweeps]
        for sweep in swept:
            _print_problems(sweep)
        page = report.make([case for _, case in tried], OUTPUTS / "reports", swept[0].cells[0].tracking.ui)
    except ReportError as error:
        raise BadWord(str(error)) from error
    print(f"report: {page}")
    return _status(swept)


def _parted(words: list[str], extra: list[str], own: Path | None) -> tuple[list[str], list[str]]:
    """The claims that are named, and the words for Hydra."""
    names = [word for word in words if "=" not in word and not word.startswith("~")]
    overrides = [word for word in words if word not in names] + extra
    return names, overrides + (["--config-dir", str(own)] if own else [])


def _known_claims(names: list[str], own: Path | None) -> list[str]:
    """The claims that `names` mean. A faulty file is refused here, before anything trains."""
    from harness.cells import levels
    from reports import claim_file

    known = levels.files("claim", own)
    if not names:
        raise BadWord(f"name a claim to judge, or all; {alternatives('', known)}")
    chosen = sorted(known) if names == ["all"] else names
    for name in chosen:
        if name not in known:
            raise BadWord(f"{name}: there is no such claim; {alternatives(name, known)}")
        claim_file.read(known[name])
    return chosen


def _ui(arguments: argparse.Namespace, overrides: list[str]) -> int:
    from harness.commands import ui

    _no_more(overrides)
    return ui.serve(arguments.uri, arguments.port)


def _list(arguments: argparse.Namespace, overrides: list[str]) -> int:
    from harness.commands import listing

    _no_more(overrides)
    own = arguments.config_dir
    asked = [listing.group(arguments.group)] if arguments.group else listing.GROUPS
    if arguments.group and (table := listing.table(asked[0])):
        print("\n".join(table))
        return 0
    for name in asked:
        described = listing.levels(name, own)
        print(listing.plural(name))
        width = max(map(len, described), default=0)
        for level, description in described.items():
            print(f"  {level:<{width}}  {description}")
    return 0


def _print_outcomes(swept: Sweep) -> None:
    """A line per cell, and where to look."""
    width = max(len(outcome.name) for outcome in swept.outcomes)
    status = max(len(outcome.status) for outcome in swept.outcomes)
    for outcome in swept.outcomes:
        shown = ", ".join(
            f"test {label} {outcome.scores[name]:.4f}"
            for name, label in SCORES.items()
            if outcome.scores and name in outcome.scores
        )
        print(f"{outcome.name:<{width}}  {outcome.status:<{status}}  {shown or outcome.problem}".rstrip())
    for note in dict.fromkeys(note for outcome in swept.outcomes for note in outcome.notes):
        print(note)
    _print_problems(swept)
    print("look at them with: folklore ui")


def _print_problems(swept: Sweep) -> None:
    uri = swept.cells[0].tracking.uri
    data_sets = {cell.levels["dataset"] for cell in swept.cells}
    failed = [outcome for outcome in swept.outcomes if outcome.status == "failed"]
    unsent = [outcome for outcome in swept.outcomes if outcome.status == "unsent"]
    if unsent:
        print(
            f"folklore: {len(unsent)} cells wait in outputs/spool, because {uri} could not be written to "
            f"({unsent[0].problem}); the next call sends them.",
            file=sys.stderr,
        )
    if failed:
        print(f"folklore: {len(failed)} of {len(swept.outcomes)} cells failed:", file=sys.stderr)
        for outcome in failed:
            print(f"  {outcome.name}: {outcome.problem}", file=sys.stderr)
    if lost := swept.unavailable:
        print(f"folklore: {len(lost)} of {len(data_sets)} data sets could not be had:", file=sys.stderr)
        for name, reason in lost.items():
            print(f"  {name}: {reason}", file=sys.stderr)


def _status(swept: Sequence[Sweep]) -> int:
    bad = [outcome for sweep in swept for outcome in sweep.outcomes if outcome.status in BAD]
    return 1 if bad else 0
