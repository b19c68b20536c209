"""The decision: from posterior probabilities to one of five verdicts, by the rule that the claim fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from reports import text
from reports.claims.comparison import WORSE, Comparison
from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.statistics import convergence, holm, posterior, power
from reports.statistics.convergence import Convergence
from reports.statistics.holm import Spending, at_once
from reports.statistics.observations import pair
from reports.statistics.posterior import Interval, Posterior, Probabilities, drawn, measured
from reports.statistics.power import Design

MORE_SEEDS = 10  # times as many as there are: so many are asked for before further data sets are
LONGER = (4, 16)  # times as often as usual is drawn where a probability is too close to its threshold


@dataclass(frozen=True)
class RivalVerdict:
    """The favourite against one rival.

    probabilities   of the mean effect over data sets
    effect          mean effect, favourite − rival, with its 95 % interval
    new             the effect on a new data set, with its 95 % interval; None if only one data set is known
    data_sets       the effect on each data set, with its 95 % interval
    drawn           how well the posterior was drawn, in words
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
    drawn: str = ""
    would_be: Outcome | None = None


@dataclass(frozen=True)
class Verdict:
    """A claim's outcome with its evidence; `closest` is the rival that it hangs on.

    would_be    the outcome that was withheld, see controls.withhold and edges.withhold; None if none was
    """

    claim: Comparison
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


def judge(
    claim: Comparison,
    observations: pd.DataFrame,
    remarks: tuple[str, ...] = (),
    spending: Spending = at_once,
) -> Verdict:
    """The verdict on `claim` from `observations` (see observations.observe).

    Every rival is a comparison of its own; the thresholds are Holm's, so that the chance of one wrong
    decision among m rivals stays at 1 − probability. The random numbers of the posterior are fixed: the
    same observations always give the same verdict. TooFewPairs if a rival was never recorded beside the
    favourite: what is claimed of all rivals cannot be judged without one of them.

    spending    how much of 1 − probability may be spent now, where the same claim is looked at several times
    """
    pairs = {rival: pair(observations, claim.favourite, rival) for rival in claim.rivals}
    return of_pairs(claim, pairs, remarks, spending)


def of_pairs(
    claim: Comparison, paired: Mapping[str, pd.DataFrame], remarks: tuple[str, ...] = (), spending: Spending = at_once
) -> Verdict:
    """The verdict on `claim` from the pairs with each rival (see observations.pair), as `judge` says."""
    tables = {}
    for rival, pairs in paired.items():
        try:
            tables[rival] = measured(pairs)
        except TooFewPairs as error:
            raise TooFewPairs(f"{claim.favourite} against {rival}: {error}") from None
    each = {rival: 1 - spending(rival, 1 - claim.probability) for rival in paired}
    for longer in (1, *LONGER):
        posteriors = dict(zip(tables, drawn(list(tables.values()), longer=longer), strict=True))
        thresholds = _holm(claim, posteriors, spending)
        if all(_is_sure(claim, post, thresholds[rival], each[rival]) for rival, post in posteriors.items()):
            break
    rivals = tuple(
        replace(
            against(claim, rival, pairs, posteriors[rival], thresholds[rival], each[rival]),
            drawn=_drawn(posteriors[rival]),
        )
        for rival, pairs in paired.items()
    )
    outcome, reason = overall(claim, rivals)
    every = pd.concat([rival.pairs for rival in rivals])
    return Verdict(claim, outcome, reason, rivals, every["dataset"].nunique(), every["seed"].nunique(), remarks)


def _is_sure(claim: Comparison, post: Posterior, threshold: float, each: float) -> bool:
    """Is every probability that the verdict may rest on two Monte Carlo errors or more away from its threshold?

    threshold, each    as in `against`
    """
    asked = [(post.mean, statement, threshold) for statement in claim.statements.values()]
    for draws in post.data_sets.values():
        asked += [(draws, claim.statements[Outcome.SUPPORTED], each), (draws, WORSE, each)]
    for draws, statement, wanted in asked:
        hits = (draws > statement.low * claim.rope) & (draws < statement.high * claim.rope)
        if abs(hits.mean() - wanted) < 2 * convergence.error_of_share(hits, posterior.CHAINS):
            return False
    return True


def _holm(claim: Comparison, posteriors: dict[str, Posterior], spending: Spending = at_once) -> dict[str, float]:
    """The probability that each rival's comparison must reach."""
    return holm.thresholds(
        {rival: strength(claim, post) for rival, post in posteriors.items()}, claim.probability, spending
    )


def strength(claim: Comparison, post: Posterior) -> float:
    """The probability of the likeliest statement that the claim's kind can make of this effect."""
    odds = Probabilities.of(post.mean, claim.rope)
    return max(statement.probability(odds) for statement in claim.statements.values())


def against(
    claim: Comparison, rival: str, pairs: pd.DataFrame, post: Posterior, threshold: float, each: float | None = None
) -> RivalVerdict:
    """The verdict against one rival.

    threshold    the probability that a statement about the mean effect must reach
    each         the one about a single data set; the claim's own, if it is not given
    """
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


def _drawn(post: Posterior) -> str:
    """How well a posterior was drawn, in words."""
    mean = Convergence.of(post.mean, posterior.CHAINS)
    if len(post.data_sets) == 1:
        return f"{len(post.mean):,} independent draws"
    each = [Convergence.of(draws, posterior.CHAINS) for draws in post.data_sets.values()]
    return (
        f"{len(post.mean):,} draws, worth {mean.effective:,.0f} independent ones of the mean effect (R-hat "
        f"{mean.r_hat:.3f}) and {min(one.effective for one in each):,.0f} or more of an effect on a data set (R-hat at "
        f"most {max(one.r_hat for one in each):.3f})"
    )


def _decide(
    claim: Comparison, rival: str, post: Posterior, mean: Probabilities, threshold: float, each: float
) -> tuple[Outcome, str]:
    """The outcome against one rival, and the reason for it; `threshold` and `each` as in `against`."""
    by_data_set = {name: Probabilities.of(draws, claim.rope) for name, draws in post.data_sets.items()}
    good = claim.statements[Outcome.SUPPORTED]
    wins = [name for name, p in by_data_set.items() if good.probability(p) >= each]
    losses = [name for name, p in by_data_set.items() if p.worse >= each]
    if wins and losses:
        return Outcome.CONDITIONAL, (
            f"{claim.favourite} {claim.wins} on {text.listed(wins)} and worse than {rival} on {text.listed(losses)}"
        )
    for outcome, statement in claim.statements.items():
        if statement.probability(mean) >= threshold:
            return outcome, claim.sentence(rival, outcome)
    return Outcome.UNDECIDED, ""


def _needed(claim: Comparison, pairs: pd.DataFrame, post: Posterior) -> str:
    """How much more data would decide, at the probability that Holm asks of the clearest rival."""
    probability = 1 - (1 - claim.probability) / len(claim.rivals)
    design, effect, known = Design.of(pairs), float(post.mean.mean()), len(post.data_sets)
    seeds = power.seeds_needed(design, effect, claim.edges, probability)
    more = None if seeds is None else text.count(max(seeds, design.seeds + 1), "seed")
    likely = f"would decide with probability {power.SURE:g}"
    if known == 1:
        (name,) = post.data_sets
        if more is None:
            return f"no number of seeds of {name} alone would decide, but more rows or further data sets may"
        return f"about {more} of {name} {likely}"
    data_sets = power.data_sets_needed(design, effect, claim.edges, probability)
    amount = f"about {max(data_sets, known + 1)}" if data_sets else f"more than {power.MOST:,}"
    if seeds and seeds <= MORE_SEEDS * design.seeds:  # which are there already, where data sets must be found
        return f"about {more} on each of these {known} data sets, or {amount} data sets like them, {likely}"
    alternative = f", or about {more} on each of them," if more else ""
    return f"{amount} data sets like these {known}{alternative} {likely}"


def overall(claim: Comparison, rivals: tuple[RivalVerdict, ...]) -> tuple[Outcome, str]:
    """The outcome for all rivals, and the reason for it."""
    outcome = claim.combined([rival.outcome for rival in rivals])
    by_outcome: dict[Outcome, list[str]] = {}
    for rival in rivals:
        by_outcome.setdefault(rival.outcome, []).append(rival.rival)
    if len(by_outcome) == 1 and (len(rivals) == 1 or outcome is Outcome.CONDITIONAL):
        return outcome, "; ".join(rival.reason for rival in rivals)
    if len(by_outcome) == 1 and outcome is not Outcome.UNDECIDED:
        return outcome, claim.sentence("each of " + text.listed(claim.rivals), outcome)
    summary = "; ".join(f"{outcome} against {text.listed(names)}" for outcome, names in by_outcome.items())
    if outcome is Outcome.CONDITIONAL and outcome not in by_outcome:  # no data set is against it
        summary = f"it depends on the rival: {summary}"
    if outcome is Outcome.UNDECIDED:
        needs = [rival.reason for rival in rivals if rival.outcome is Outcome.UNDECIDED]
        return outcome, "; ".join([summary, *needs] if len(by_outcome) > 1 else needs)
    return outcome, summary
