"""The pictures of a claim as the page shows them: in two widths, each with its title, its words and a caption."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from reports import arms, evidence_plots, modifier_plots, plots, survival, words
from reports.canvas import NARROW, WIDE, Canvas, Image, draw
from reports.evidence import Evidence
from reports.judged import Judged
from reports.metrics import METRICS


@dataclass(frozen=True)
class Picture:
    """A picture in two widths, so that its letters stay legible on a phone; `alt` says what it shows."""

    title: str
    alt: str
    caption: str
    wide: Image
    narrow: Image


def picture(title: str, alt: str, caption: str, at: Callable[[Canvas], Figure]) -> Picture:
    """The picture that `at` makes for a canvas, in both widths."""
    wide, narrow = (draw(at(canvas), canvas) for canvas in (WIDE, NARROW))
    return Picture(title, alt, caption, wide, narrow)


def of(judged: Judged) -> list[Picture]:
    """The pictures that a reader should see first."""
    claim, verdict, recorded = judged.claim, judged.verdict, judged.recorded
    against = words.listed(claim.rivals)
    effects = "; ".join(f"{rival.rival} {words.interval(rival.effect)}" for rival in verdict.rivals)
    number = words.count(verdict.data_sets, "data set")
    found = [
        picture(
            "Paired differences",
            f"Differences in {METRICS[claim.metric].said}, {claim.favourite} against {against}, by seed on {number}. "
            f"Mean effect with 95 % interval against {effects}.",
            f"Each small dot is one seed: {claim.favourite} against the rival, on the same split. Right of the grey "
            f"band, {claim.favourite} is better by more than the ROPE; left of it, the rival is; inside it the "
            "difference does not matter. The bars are 95 % intervals. The black diamond is what the verdict is "
            "about; the white one, if there are two data sets or more, is what to expect on one that nobody has "
            "tried yet. A bar that ends in an arrow goes on beyond the picture.",
            lambda canvas: plots.paired_differences(verdict, canvas),
        ),
        picture(
            "Learning curves",
            f"Validation {plots.score_of(recorded)} by epoch of {claim.favourite} and {against}, on {number}.",
            "Validation score while training, each seed at its chosen trial: the line is the median over seeds, the "
            "band holds the middle 80 % of them. Compare how fast the lines rise, and where they end. A × says that "
            "chosen replicas diverged at that epoch, and how many of how many.",
            lambda canvas: plots.learning_curves(recorded, judged.observations, canvas),
        ),
        picture(
            "Sensitivity to the learning rate",
            f"Validation {plots.score_of(recorded)} by learning rate of {claim.favourite} and {against}, on {number}.",
            "How much the score depends on the learning rate: each point is the median over seeds of one trial, the "
            "band holds the middle 80 % of them; a ring marks the published default. A flat line forgives a bad "
            "choice. A × counts the replicas that diverged there, out of all; the points show the others.",
            lambda canvas: plots.sensitivity(recorded, canvas),
        ),
    ]
    if judged.observations["target"].notna().any():
        found.append(_race(judged, against, number))
    if judged.arms and claim.metric != "divergence":  # which is a share of all trials, whatever is chosen
        found.insert(1, _by_budget(judged))
    if judged.levels:
        found.insert(1, _by_level(judged))
    return found


def _race(judged: Judged, against: str, number: str) -> Picture:
    return picture(
        "Epochs to the target",
        f"Share of seeds at the target by epoch, of {judged.claim.favourite} and {against}, on {number}.",
        "By which epoch what share of the seeds, each at its chosen trial, had reached the target: one minus "
        "the Kaplan–Meier curve. Beside a data set’s name stands its target, a validation score 95 % of the "
        "way from the constant guess to the median of the levels that contestants end at. A line that ends "
        "below 1 leaves seeds that never got there, diverged ones among them.",
        lambda canvas: survival.share_that_reached(judged.recorded, judged.observations, canvas),
    )


def _by_level(judged: Judged) -> Picture:
    claim = judged.claim
    return picture(
        "What it depends on",
        f"Mean effect of {claim.favourite} minus {words.listed(claim.rivals)} by {words.listed(claim.modifiers)}, with "
        "95 % intervals.",
        "The mean effect over data sets, with its 95 % interval, at every level of what the claim says it may depend "
        "on. Grey is the ROPE. Data sets are parted at the median of a property; they differ in other ways, too, so a "
        "difference need not come from that property.",
        lambda canvas: modifier_plots.by_level(claim, judged.levels, canvas),
    )


def _by_budget(judged: Judged) -> Picture:
    claim, replicas = judged.claim, judged.recorded.replicas
    curves = {rival: arms.by_budget(replicas, claim, rival) for rival in claim.rivals}
    return picture(
        "The verdict at every tuning budget",
        f"Probabilities and mean effect of {claim.favourite} minus {words.listed(claim.rivals)} by tuning budget. "
        f"P(better) from one trial to {arms.budget(replicas)}: {_ends(curves)}.",
        "What would have been concluded if every contestant had had fewer trials: its published default and others "
        "drawn from those that were run, averaged over such draws. The left end is the arm as published, the right "
        "end the tuned one. The dotted line is the probability that decides; the bars are 95 % intervals.",
        lambda canvas: evidence_plots.by_budget(claim, curves, canvas),
    )


def _ends(curves: Mapping[str, pd.DataFrame]) -> str:
    """How P(better) begins and ends, for who cannot see the picture."""
    return "; ".join(
        f"{rival} {words.probability(curve['better'].iloc[0])} to {words.probability(curve['better'].iloc[-1])}"
        for rival, curve in curves.items()
    )


def around(judged: Judged, evidence: Evidence) -> list[Picture]:
    """The pictures of the further evidence, which is folded away."""
    claim, ranks = judged.claim, evidence.ranks
    contestants = words.listed(claim.contestants)
    found = [
        picture(
            "Performance profiles",
            f"Share of seeds within τ of the best contestant’s {METRICS[claim.metric].said}, of {contestants}.",
            "How often a contestant comes within τ of the best on the same split: further up is better. At the right "
            "edge of the grey band stands how often it is as good as the best for all that matters.",
            lambda canvas: evidence_plots.profiles(claim, evidence.profiles, canvas),
        )
    ]
    if ranks:
        means = ", ".join(f"{name} {rank:.2f}" for name, rank in ranks.mean.items())
        found.append(
            picture(
                "Critical differences",
                f"Mean ranks over data sets: {means}. Critical difference {ranks.critical:.2f}.",
                f"Mean ranks over data sets, the best on the left. A bar joins contestants that cannot be told apart "
                f"(Nemenyi, at {ranks.alpha:.3g}); Friedman’s test that all are alike has p = {ranks.p:.2g}. Ranks "
                f"know nothing of the ROPE.",
                lambda canvas: evidence_plots.critical_difference(claim, ranks, canvas),
            )
        )
    return found
