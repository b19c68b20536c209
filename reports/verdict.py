"""The decision: from posterior probabilities to one of five verdicts, by the rule that the claim fixed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from reports import effects, holm, power, words
from reports.claim import Claim
from reports.effects import Interval, Posterior, Probabilities
from reports.errors import TooFewPairs
from reports.holm import Level, once
from reports.metrics import METRICS
from reports.power import Design


class Outcome(StrEnum):
    """What a trial can end with."""

    SUPPORTED = "SUPPORTED"
    EQUIVALENT = "EQUIVALENT"
    REVERSED = "REVERSED"
    CONDITIONAL = "CONDITIONAL"
    UNDECIDED = "UNDECIDED"


@dataclass(frozen=True)
class RivalVerdict:
    """The favourite against one rival.

    probabilities   of the mean effect over data sets
    effect          mean effect, favourite − rival, with its 95 % interval
    new             the effect on a new data set, with its 95 % interval; None if only one data set is known
    data_sets       the effect on each data set, with its 95 % interval
    would_be        the outcome that was withheld, see controls.withhold and edges.withhold; None if none was
    """

    rival: str
    outcome: Outcome
    reason: str
    probabilities: Probabilities
    effect: Interval
    new: Interval | None
    data_sets: dict[str, Interval]
    pairs: pd.DataFrame
    would_be: Outcome | None = None


@dataclass(frozen=True)
class Verdict:
    """A claim's outcome with its evidence; `closest` is the rival that it hangs on.

    would_be    the outcome that was withheld, see controls.withhold and edges.withhold; None if none was
    """

    claim: Claim
    outcome: Outcome
    reason: str
    rivals: tuple[RivalVerdict, ...]
    data_sets: int
    seeds: int
    remarks: tuple[str, ...] = ()
    would_be: Outcome | None = None

    @property
    def closest(self) -> RivalVerdict:
        """Of the rivals whose own outcome is the verdict's (else of all), the one that is beaten least."""
        alike = [rival for rival in self.rivals if rival.outcome is self.outcome]
        return min(alike or self.rivals, key=lambda rival: rival.effect.mean)


# What each kind of claim makes of P(better), P(equivalent), P(worse) of one effect.
Readings = dict[Outcome, Callable[[Probabilities], float]]
READINGS: dict[str, Readings] = {
    "superiority": {
        Outcome.SUPPORTED: lambda p: p.better,
        Outcome.EQUIVALENT: lambda p: p.equivalent,
        Outcome.REVERSED: lambda p: p.worse,
    },
    "near_optimal": {
        Outcome.SUPPORTED: lambda p: p.better + p.equivalent,
        Outcome.REVERSED: lambda p: p.worse,
    },
}


def judge(
    claim: Claim,
    observations: pd.DataFrame,
    remarks: tuple[str, ...] = (),
    level: Level = once,
) -> Verdict:
    """The verdict on `claim` from `observations` (see effects.observe).

    Every rival is a comparison of its own; the thresholds are Holm's, so that the chance of one wrong
    decision among m rivals stays at 1 − probability. The random numbers of the posterior are fixed: the
    same observations always give the same verdict. TooFewPairs if a rival was never recorded beside the
    favourite: what is claimed of all rivals cannot be judged without one of them.

    level    stricter than 1 − probability where the same claim is looked at several times
    """
    pairs = {rival: effects.pair(observations, claim.favourite, rival) for rival in claim.rivals}
    return of_pairs(claim, pairs, remarks, level)


def of_pairs(
    claim: Claim, paired: Mapping[str, pd.DataFrame], remarks: tuple[str, ...] = (), level: Level = once
) -> Verdict:
    """The verdict on `claim` from the pairs with each rival (see effects.pair), as `judge` says."""
    comparisons = {}
    for rival, pairs in paired.items():
        try:
            comparisons[rival] = pairs, effects.posterior(pairs)
        except TooFewPairs as error:
            raise TooFewPairs(f"{claim.favourite} against {rival}: {error}") from None
    thresholds = _holm(claim, {rival: post for rival, (_, post) in comparisons.items()}, level)
    rivals = tuple(
        against(claim, rival, pairs, post, thresholds[rival], 1 - level(rival, 1 - claim.probability))
        for rival, (pairs, post) in comparisons.items()
    )
    outcome, reason = overall(claim, rivals)
    every = pd.concat([rival.pairs for rival in rivals])
    return Verdict(claim, outcome, reason, rivals, every["dataset"].nunique(), every["seed"].nunique(), remarks)


def _holm(claim: Claim, posteriors: dict[str, Posterior], level: Level = once) -> dict[str, float]:
    """The probability that each rival's comparison must reach."""
    return holm.thresholds(
        {rival: strength(claim, post) for rival, post in posteriors.items()}, claim.probability, level
    )


def strength(claim: Claim, post: Posterior) -> float:
    """The probability of the likeliest statement that the claim's kind can make of this effect."""
    return max(reading(Probabilities.of(post.mean, claim.rope)) for reading in READINGS[claim.kind].values())


def against(
    claim: Claim, rival: str, pairs: pd.DataFrame, post: Posterior, threshold: float, each: float | None = None
) -> RivalVerdict:
    """The favourite against one rival, whose statement must reach `threshold`, and one data set's alone `each`."""
    probabilities = Probabilities.of(post.mean, claim.rope)
    outcome, reason = _decide(claim, rival, post, probabilities, threshold, each or claim.probability)
    if outcome is Outcome.UNDECIDED:
        reason = f"against {rival}, {_needed(claim, pairs, post)}, if the effect stays what it seems"
    return RivalVerdict(
        rival,
        outcome,
        reason,
        probabilities,
        Interval.of(post.mean),
        None if post.new is None else Interval.of(post.new),
        {name: Interval.of(draws) for name, draws in post.data_sets.items()},
        pairs,
    )


def _decide(
    claim: Claim, rival: str, post: Posterior, mean: Probabilities, threshold: float, each: float
) -> tuple[Outcome, str]:
    """The outcome against one rival; the mean effect must reach `threshold`, the effect on a data set `each`."""
    by_data_set = {name: Probabilities.of(draws, claim.rope) for name, draws in post.data_sets.items()}
    good = READINGS[claim.kind][Outcome.SUPPORTED]
    wins = [name for name, p in by_data_set.items() if good(p) >= each]
    losses = [name for name, p in by_data_set.items() if p.worse >= each]
    if wins and losses:
        better = "is better" if claim.kind == "superiority" else "is good enough"
        return Outcome.CONDITIONAL, (
            f"{claim.favourite} {better} on {words.listed(wins)} and worse than {rival} on {words.listed(losses)}"
        )
    for outcome, reading in READINGS[claim.kind].items():
        if reading(mean) >= threshold:
            return outcome, _sentence(claim, rival, outcome)
    return Outcome.UNDECIDED, ""


def _needed(claim: Claim, pairs: pd.DataFrame, post: Posterior) -> str:
    """How much more data would decide, at the probability that Holm asks of the clearest rival."""
    probability = 1 - (1 - claim.probability) / len(claim.rivals)
    # Only one end of the ROPE matters to `near_optimal`: a favourite that wins by much or little loses to none.
    edges = (-claim.rope,) if Outcome.EQUIVALENT not in READINGS[claim.kind] else (-claim.rope, claim.rope)
    design, effect, known = Design.of(pairs), float(post.mean.mean()), len(post.data_sets)
    seeds = power.seeds_needed(design, effect, edges, probability)
    more = None if seeds is None else words.count(max(seeds, design.seeds + 1), "seed")
    likely = f"would decide with probability {power.SURE:g}"
    if known == 1:
        (name,) = post.data_sets
        if more is None:
            return f"no number of seeds of {name} alone would decide, but more rows or further data sets may"
        return f"about {more} of {name} {likely}"
    data_sets = power.data_sets_needed(design, effect, edges, probability)
    amount = f"about {max(data_sets, known + 1)}" if data_sets else f"more than {power.MOST:,}"
    alternative = f", or about {more} on each of them," if more else ""
    return f"{amount} data sets like these {known}{alternative} {likely}"


def _sentence(claim: Claim, rival: str, outcome: Outcome) -> str:
    rope = f"{claim.rope:g} in {METRICS[claim.metric].said.removeprefix('test ')}"
    if outcome is Outcome.REVERSED:
        return f"{claim.favourite} is worse than {rival} by more than {rope}"
    if outcome is Outcome.EQUIVALENT:
        return f"{claim.favourite} and {rival} differ by less than {rope}"
    if claim.kind == "near_optimal":
        return f"{claim.favourite} is not worse than {rival} by more than {rope}"
    return f"{claim.favourite} is better than {rival} by more than {rope}"


def combined(kind: str, outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome for all rivals: theirs if they agree; one loss refutes `near_optimal`; else it depends."""
    if len(set(outcomes)) == 1:
        return outcomes[0]
    if kind == "near_optimal" and Outcome.REVERSED in outcomes:
        return Outcome.REVERSED
    return Outcome.UNDECIDED if Outcome.UNDECIDED in outcomes else Outcome.CONDITIONAL


def overall(claim: Claim, rivals: tuple[RivalVerdict, ...]) -> tuple[Outcome, str]:
    """The outcome for all rivals, and the reason for it."""
    outcome = combined(claim.kind, [rival.outcome for rival in rivals])
    by_outcome: dict[Outcome, list[str]] = {}
    for rival in rivals:
        by_outcome.setdefault(rival.outcome, []).append(rival.rival)
    if len(by_outcome) == 1 and (len(rivals) == 1 or outcome is Outcome.CONDITIONAL):
        return outcome, "; ".join(rival.reason for rival in rivals)
    if len(by_outcome) == 1 and outcome is not Outcome.UNDECIDED:
        return outcome, _sentence(claim, "each of " + words.listed(claim.rivals), outcome)
    summary = "; ".join(f"{outcome} against {words.listed(names)}" for outcome, names in by_outcome.items())
    if outcome is Outcome.UNDECIDED:
        needs = [rival.reason for rival in rivals if rival.outcome is Outcome.UNDECIDED]
        return outcome, "; ".join([summary, *needs] if len(by_outcome) > 1 else needs)
    return outcome, summary
