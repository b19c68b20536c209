"""A verdict in words: numbers as a reader likes them, and a claim's rule as a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reports.claim import Claim
from reports.effects import Interval
from reports.metrics import METRICS, SCORES, Metric

MINUS = "\u2212"
URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]*[^\s<>\"'`{}|\\^.,;:!?)\]]", re.IGNORECASE)


def probability(value: float) -> str:
    """Three decimals, so that 0.9496 does not pass for 0.95; and no certainty at either end."""
    if value > 0.9995:
        return "> 0.999"
    return "< 0.001" if value < 0.0005 else f"{value:.3f}"


def effect(value: float) -> str:
    """A difference with its sign, and a minus that is one: +0.012, −0.003."""
    return f"{value:+.3f}".replace("-", MINUS).replace(f"{MINUS}0.000", "0.000").replace("+0.000", "0.000")


def interval(value: Interval) -> str:
    """Mean and 95 % interval: +0.012 [−0.003, +0.027]."""
    return f"{effect(value.mean)} [{effect(value.low)}, {effect(value.high)}]"


def share(value: float) -> str:
    """A share in whole per cent: 7 %, and < 1 % of what is there."""
    return "< 1 %" if 0 < value < 0.005 else f"{value:.0%}".replace("%", " %")


def listed(names: Sequence[str]) -> str:
    """The names as a list in a sentence: a, b and c."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def count(number: int, noun: str) -> str:
    """1 seed, 2 seeds."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def rule(claim: Claim) -> list[str]:
    """The claim's decision rule, fixed before the first run, in plain sentences."""
    return RULES[claim.kind](claim)


def _comparison(claim: Claim) -> list[str]:
    metric = METRICS[claim.metric]
    sure = f"with a probability of at least {claim.probability:g}"
    sentences = [
        f"A difference in {metric.said} of up to {claim.rope:g} either way does not matter (the ROPE); "
        f"what is judged is the mean difference over data sets, {_trial(metric, claim.arm)}."
    ]
    if metric.smaller:
        sentences.append("Less of it is better, and an effect above 0 means that the favourite has less.")
    if claim.kind == "near_optimal":
        sentences.append(
            f"SUPPORTED if {sure} {claim.favourite} loses to no rival by more than {claim.rope:g}; "
            f"REVERSED if {sure} it loses to one of them by more than that."
        )
    else:
        rival = claim.rivals[0] if len(claim.rivals) == 1 else "its rival"
        sentences.append(
            f"SUPPORTED if {sure} {claim.favourite} is better than {rival} by more than {claim.rope:g}; "
            f"EQUIVALENT if {sure} the two differ by less than that; "
            f"REVERSED if {sure} it is worse by more than that."
        )
    sentences.append(
        "CONDITIONAL if it is credibly one thing on some data sets and the opposite on others; else UNDECIDED."
    )
    if claim.modifiers:
        sentences.append(
            f"CONDITIONAL also if levels of {listed(claim.modifiers)} are decided differently by this rule, with "
            "Holm’s thresholds over all of them; above, the mean over swept values counts."
        )
    if (rivals := len(claim.rivals)) > 1:
        sentences.append(
            f"Each of the {rivals} rivals is a comparison of its own, and the probabilities they must reach are "
            f"Holm’s: the clearest of them {1 - (1 - claim.probability) / rivals:.4g}, the last {claim.probability:g}."
        )
    return sentences


def _trial(metric: Metric, arm: str) -> str:
    """Which trial of a seed is judged."""
    if arm == "published":
        return "each seed at its contestant’s published default"
    if metric.name == "divergence":
        return "over all trials of each seed"
    if metric.name in SCORES:
        return "each seed at the trial that scored best on validation"
    by = f"had the best {metric.said.removeprefix('test ')}" if metric.said.startswith("test ") else "scored best"
    return f"each seed at the trial that {by} on validation"


def _impossible(claim: Claim) -> list[str]:
    limit = f"{claim.bound:g}" + (f" (and {claim.tolerance:g} beyond)" if claim.tolerance else "")
    sentences = [
        f"Looked at is the test {claim.metric} of every network of {listed(claim.contestants)}, of whatever seed and "
        "trial, after every epoch; nothing is chosen.",
        f"REVERSED if one of these values is above {limit}; SUPPORTED if none is.",
    ]
    if claim.control:
        sentences.append(
            f"A network of {listed(claim.control)}, the control, must get past {claim.bound:g}; else UNDECIDED."
        )
    return [*sentences, *_across(claim)]


def _identical(claim: Claim) -> list[str]:
    reference, *others = claim.contestants
    return [
        f"Held against {reference} is {listed(others)}, network by network and epoch by epoch: the losses and scores "
        "of all parts, of every seed and trial.",
        f"SUPPORTED if none of these values is further apart than {claim.tolerance:g}; REVERSED if one is.",
        "UNDECIDED if training changed no loss by more than that, so that nothing could differ.",
        *_across(claim),
    ]


def _scaling(claim: Claim) -> list[str]:
    sentences = [
        f"Measured is the processor time per epoch of one network, at several values of {claim.size}, one cell after "
        "the other. The exponent e is that of the line through the logarithms, time ~ parametersᵉ, the same on all "
        "data sets.",
        f"SUPPORTED if with a probability of at least {claim.probability:g} e is above {claim.exponent:g} for each of "
        f"{listed(claim.contestants)}; REVERSED if it is below for all of them; CONDITIONAL if it is above for some "
        "and below for the others; else UNDECIDED.",
    ]
    if (count := len(claim.contestants)) > 1:
        sentences.append(
            f"The probabilities that the {count} contestants must reach are Holm’s: the clearest of them "
            f"{1 - (1 - claim.probability) / count:.4g}, the last {claim.probability:g}."
        )
    if claim.control:
        sentences.append(
            f"For {listed(claim.control)}, the control, e must be below {claim.exponent:g}; else UNDECIDED."
        )
    return sentences


def _across(claim: Claim) -> list[str]:
    return [f"It must hold at every swept value of {listed(claim.across)}."] if claim.across else []


RULES: dict[str, Callable[[Claim], list[str]]] = {
    "superiority": _comparison,
    "near_optimal": _comparison,
    "impossible": _impossible,
    "identical": _identical,
    "scaling": _scaling,
}


def linked(text: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with: is it an address (http or https only) that may be linked?"""
    pieces, end = [], 0
    for match in URL.finditer(text):
        pieces += [(text[end : match.start()], False), (match.group(), True)]
        end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]
