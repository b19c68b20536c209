"""More seeds in rounds until a claim is decided, and then fresh ones to confirm it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.commands.words import without_seeds
from harness.errors import BadWord
from reports.text import count

if TYPE_CHECKING:
    from harness.sweeps.sweep import Sweep
    from reports.records.case import Case

    SweepVerb = Callable[[Sequence[str]], Sweep]  # sweeps.train or sweeps.recorded

ROUND = 5  # seeds that `--until-decided` adds at a time


@dataclass(frozen=True)
class How:
    """How a claim is tried.

    most       add seeds in rounds until it is decided, up to so many; None: one round
    confirm    try it on fresh seeds, too
    """

    most: int | None = None
    confirm: bool = False

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> How:
        """How the command line wants it."""
        return cls(arguments.at_most if arguments.until_decided else None, arguments.confirm)


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """`--until-decided` and `--confirm`."""
    verb.add_argument("--until-decided", action="store_true", help="add seeds in rounds until the claim is decided")
    verb.add_argument("--at-most", type=int, default=30, metavar="N", help="seeds to stop at (default: %(default)s)")
    verb.add_argument("--confirm", action="store_true", help="then once more on fresh seeds, shown beside the verdict")


def tried(words: Sequence[str], how: How, sweep: SweepVerb) -> tuple[list[Sweep], Case]:
    """Sweep the claim that `words` name, as often as `how` asks for; all sweeps, and the case that they make."""
    from harness.commands.case import case, claim_of
    from reports.claims.comparison import Comparison

    if how.most is not None:
        _check_most(how.most, words)
    sweeps = [sweep(words)]
    tried_once = case(sweeps[0])
    if how == How():
        return sweeps, tried_once
    claim = claim_of(sweeps[0])
    if not isinstance(claim, Comparison):
        print(f"{claim.name} compares nothing: --until-decided and --confirm do not apply to it")
        return sweeps, tried_once
    whole = tried_once if how.most is None else _rounds(sweeps, words, how.most, sweep)
    if not how.confirm:
        return sweeps, whole
    first = sweeps[0].cells[0].training
    seeds = sum(one.cells[0].training.seeds for one in sweeps)
    # Far from all seeds that verdicts see, and other ones for every number of them.
    fresh = [f"seeds={seeds}", f"first_seed={1000 * (first.first_seed + seeds)}"]
    sweeps.append(sweep([*without_seeds(words), *fresh]))
    return sweeps, replace(whole, confirmation=case(sweeps[-1]))


def _check_most(most: int, words: Sequence[str]) -> None:
    """A BadWord, before anything trains, if the first round that `words` ask for has `most` seeds already."""
    from harness.cells.reading import read
    from harness.sweeps.compose import composed

    with composed(words) as composition:
        (first,), _ = composition.cells(composition.batches()[0][:1])
        seeds = read(first).training.seeds
    if most <= seeds:
        raise BadWord(f"--at-most {most}: the first round has {count(seeds, 'seed')} already; allowed: more than that")


def _rounds(sweeps: list[Sweep], words: Sequence[str], most: int, sweep: SweepVerb) -> Case:
    """Add to `sweeps` while the claim is undecided and `most` seeds could decide it; the case that they make."""
    from harness.commands.case import case, read
    from harness.sweeps.ending import Status
    from reports import judgement
    from reports.claims.outcome import Outcome
    from reports.errors import ReportError
    from reports.records.case import Looks
    from reports.verdicts import sequential

    whole, training = case(sweeps[0]), sweeps[0].cells[0].training
    seen = [training.seeds]
    while True:
        cells = {key: name for one in sweeps for key, name in case(one).cells.items()}
        whole = replace(whole, cells=cells, looks=Looks(tuple(seen), most))
        try:
            verdict = judgement.decide(whole, read)
        except ReportError:  # whoever makes the report says why
            return whole
        print(f"{verdict.claim.name}: {verdict.outcome} after {count(seen[-1], 'seed')}", flush=True)
        over = verdict.outcome is not Outcome.UNDECIDED or verdict.would_be is not None
        if over or seen[-1] >= most or sequential.hopeless(verdict, most):
            return whole
        more = min(ROUND, most - seen[-1])
        following = sweep([*without_seeds(words), f"seeds={more}", f"first_seed={training.first_seed + seen[-1]}"])
        if any(ending.status is Status.MISSING for ending in following.endings):  # sweeps.recorded has no more rounds
            return whole
        sweeps.append(following)
        seen.append(seen[-1] + more)
