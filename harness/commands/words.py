"""Claims, words for Hydra, and a folder of the user's own: what `judge` and `report` are called with."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from harness.errors import BadWord, alternatives


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """What claims, and with what changed."""
    verb.add_argument("words", nargs="*", metavar="claim | all | word=value", help="claims, then words for Hydra")
    verb.add_argument("--config-dir", type=Path, metavar="FOLDER", help="folder with claims and levels of your own")


def examples(verb: str) -> str:
    """The end of the help of `folklore VERB`."""
    return (
        f"examples:\n  folklore {verb} adam_vs_adagrad\n  folklore {verb} all\n"
        f"  folklore {verb} adam_vs_adagrad dataset=digits,wine seeds=20    with words for Hydra\n"
        f"  folklore {verb} adam_vs_adagrad dataset=table dataset.path=customers.csv dataset.target=churned"
        f"    on your own table\n"
        f"  folklore {verb} my_claim --config-dir my_conf    a claim of your own, my_conf/claim/my_claim.yaml"
    )


def of_claims(arguments: argparse.Namespace, others: Sequence[str], usual: Sequence[str] = ()) -> list[list[str]]:
    """The words of a sweep for each claim that is named, or for the `usual` ones if none is.

    others    words that argparse does not know, such as Hydra's options

    A claim whose file has a fault is refused here, before anything trains.
    """
    names = [word for word in arguments.words if "=" not in word and not word.startswith("~")]
    overrides = [*(word for word in arguments.words if word not in names), *others]
    if any(word.partition("=")[0] == "~claim" or word == "claim=null" for word in overrides):
        raise BadWord("claim=null: there is no claim to judge")
    own: Path | None = arguments.config_dir
    if own:
        from harness.cells import strangers

        overrides = strangers.searched(own, overrides)
    return [[f'claim="{name}"', *overrides] for name in _known_claims(names or usual, own)]


def _known_claims(names: Sequence[str], own: Path | None) -> Sequence[str]:
    from harness.cells import levels
    from reports.claims import file

    known = levels.files("claim", own)
    if not names:
        raise BadWord(f"name a claim to judge, or all; {alternatives('', known)}")
    chosen = sorted(known) if list(names) == ["all"] else names
    for name in chosen:
        if name not in known:
            raise BadWord(f"{name}: there is no such claim; {alternatives(name, known)}")
        file.read(known[name])
    return chosen


def without_seeds(words: Sequence[str]) -> list[str]:
    """`words` without those that say which seeds."""
    return [word for word in words if word.partition("=")[0] not in ("seeds", "first_seed")]


def no_more(words: Sequence[str]) -> None:
    """A BadWord if there are `words` that a verb has no use for."""
    if words:
        raise BadWord(f"{words[0]}: this word is not known here; see folklore --help")
