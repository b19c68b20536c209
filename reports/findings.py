"""The kinds of claim that compare no means: who judges them, and what their picture says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from reports import finding_plots, identical, impossible, scaling, words
from reports.canvas import Canvas
from reports.finding import Finding
from reports.load import Recorded


@dataclass(frozen=True)
class Kind:
    """How a kind of claim is judged and drawn.

    title, alt, caption    of its picture; `alt` begins the sentence that ends with the headline
    """

    judge: Callable[[Recorded, tuple[str, ...]], Finding]
    draw: Callable[[Finding, Canvas], Figure]
    title: str
    alt: str
    caption: str


KINDS = {
    "impossible": Kind(
        impossible.judge,
        finding_plots.under_the_bound,
        "The largest value by epoch",
        "The largest value that any network has after every epoch, against the bound",
        "The solid line is the best of all networks, of whatever seed and trial, after every epoch; the dotted one is "
        "their median. One point of a contestant above the dashed line refutes the claim. A control must get above it: "
        "else nothing was learnt that could have.",
    ),
    "identical": Kind(
        identical.judge,
        finding_plots.differences,
        "How far apart",
        "Every network’s largest difference in any loss or score by epoch, against the tolerance",
        "Each line is one network, computed in two ways: the largest difference of all its losses and scores after "
        "every epoch, on a logarithmic axis. All below the dashed line is rounding, by the claim’s own rule.",
    ),
    "scaling": Kind(
        scaling.judge,
        finding_plots.time_against_size,
        "Time against size",
        "Processor time per epoch against the number of parameters, both on logarithmic axes",
        "Each point is one network size; the lines are powers of the number of parameters, and the number beside a "
        "name is its exponent: how steep it is. The dashed line is as steep as the claim says. Compare slopes, not "
        "heights.",
    ),
}


def judge(recorded: Recorded, remarks: tuple[str, ...]) -> Finding:
    """The finding on what is recorded of a claim of these kinds."""
    return KINDS[recorded.claim.kind].judge(recorded, remarks)


def printed(finding: Finding) -> list[str]:
    """The evidence as lines of a table for the terminal; the first column is as wide as its names."""
    rows = [finding.head, *finding.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return ["  " + line for line in table]


def sample(finding: Finding) -> str:
    """What it rests on, in a few words."""
    return f"{words.count(finding.data_sets, 'data set')}, {words.count(finding.seeds, 'seed')}"
