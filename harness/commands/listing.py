"""`folklore list`: what there is, by the first comment of every level's file, and facts in tables."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from harness.commands.words import no_more
from harness.errors import BadWord, alternatives
from harness.paths import CONF
from reports.text import table

MEASURED = ("linear", "network", "trees", "discrimination")  # what `make measure` found
DATA_SETS = ("name", "task", "rows", "features", "classes", "majority", *MEASURED, "source", "licence")
ACTIVATIONS = ("name", "one-to-one", "monotone", "bounded", "smooth", "slopes", "φ(z)")
RIGHT = ("rows", "features", "classes", "majority", *MEASURED)  # columns of numbers
NONE = "–"
IRREGULAR = {
    "loss": "losses",
    "activation": "activations",
    "features": "features",
    "decay": "decay",
    "clipping": "clipping",
    "tuning": "tuning",
    "tracking": "tracking",
}


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its arguments."""
    verb = verbs.add_parser(
        "list",
        help="what there is; of data sets, a table of facts",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("group", nargs="?", help="claims, suites, datasets, optimizers, … (default: everything)")
    verb.add_argument("--config-dir", type=Path, metavar="FOLDER", help="folder with levels of your own")
    verb.set_defaults(work=work)


def work(arguments: argparse.Namespace, others: Sequence[str]) -> int:
    """Print one list, or all of them; the exit status."""
    no_more(others)
    if arguments.config_dir:
        from harness.cells import strangers

        strangers.searched(arguments.config_dir, [])
    asked = [group(arguments.group)] if arguments.group else groups()
    if arguments.group and (facts := of_facts(asked[0])):
        print("\n".join(facts))
        return 0
    for name in asked:
        print(plural(name))
        for line in table((), list(levels(name, arguments.config_dir).items())):
            print(f"  {line}")
    return 0


def groups() -> list[str]:
    """All config groups."""
    from harness.cells.levels import ROOMS

    return ["claim", "suite", "recipe", *ROOMS]


def group(word: str) -> str:
    """The config group that `word` names, in the singular or the plural."""
    for name in groups():
        if word in (name, plural(name)):
            return name
    raise BadWord(f"{word}: there is no such list; {alternatives(word, map(plural, groups()))}")


def plural(name: str) -> str:
    """`loss` → `losses`."""
    return IRREGULAR.get(name, name + "s")


def levels(name: str, own: Path | None = None) -> dict[str, str]:
    """Level → its description, for the config group `name`; of a folder of the user's `own`, too."""
    from harness.cells.levels import files

    return {level: _description(path) for level, path in sorted(files(name, own).items())}


def of_facts(name: str) -> list[str]:
    """The lines of the table of facts of a config group; none if it has no table."""
    if name == "dataset":
        return table(DATA_SETS, [_facts(stem, description) for stem, description in levels(name).items()], RIGHT)
    if name == "activation":
        return table(ACTIVATIONS, [_shape(stem, description) for stem, description in levels(name).items()])
    return []


def _shape(name: str, description: str) -> tuple[str, ...]:
    """What is known of an activation, with the settings of its yaml."""
    from omegaconf import OmegaConf

    from harness.cells.levels import level

    facts = level("activation", OmegaConf.load(CONF / "activation" / f"{name}.yaml")).facts
    said = ("yes" if fact else "no" for fact in (facts.one_to_one, facts.monotone, facts.bounded, facts.smooth))
    return (name, *said, "{:.3g} … {:.3g}".format(*facts.slopes), description)


def _facts(name: str, description: str) -> tuple[str, ...]:
    """What a data set's card says; of one without a card, whose facts depend on its words, the description."""
    from datasets import cards

    card = cards.read().get(name)
    if card is None:
        return (name, *[NONE] * (len(DATA_SETS) - 2), description)  # in the last column, so that it widens none
    task, classes = ("classification", str(card.classes)) if card.classes else ("regression", NONE)
    majority = NONE if card.majority is None else f"{card.majority:.2f}"
    found, size = card.measured, (f"{card.rows:,}", f"{card.features:,}")
    scores = [f"{value:.2f}" for value in (found.linear, found.network, found.trees)] if found else [NONE] * 3
    told = f"{found.discrimination:.1f}" if found else NONE
    return (name, task, *size, classes, majority, *scores, told, card.source, card.licence)


def _description(path: Path) -> str:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and not line.startswith("# @"):
            return line[2:]
    return ""
