"""Learning curves: the validation score of the chosen replicas, epoch by epoch."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from reports import text
from reports.claims.comparison import Comparison
from reports.judgement import Judged
from reports.pictures.drawing.canvas import WIDE, Canvas, appearances, key, small_multiples, styled, written
from reports.pictures.drawing.lines import data_sets, diverged, legend, lines, quantiles, score_of
from reports.pictures.drawing.picture import Picture
from reports.records.load import Recorded
from reports.records.values import score


@styled
def learning_curves(recorded: Recorded[Comparison], observations: pd.DataFrame, canvas: Canvas = WIDE) -> Figure:
    """A panel per data set: validation score by epoch, median over seeds with the 10–90 % band, per contestant.

    Every seed runs at the trial that was chosen for it (`observations`, from observations.observe). A replica
    has no score from the epoch on at which it diverged; if a chosen one did, a × at the bottom says when
    and how many of them.
    """
    style, names = appearances(recorded.claim), data_sets(recorded)
    chosen = observations[["dataset", "contestant", "cell", "seed", "trial"]]
    curves = recorded.curves.merge(chosen, on=list(chosen))
    curves["score"] = score(curves)
    fig, axes = small_multiples(len(names), canvas, height=1.9)
    for ax, name in zip(axes, names, strict=True):
        here = curves[curves["dataset"] == name]
        band = quantiles(here, ["contestant", "epoch"], "score")
        few = "o" if here["epoch"].nunique() < 3 else ""  # a line needs two points
        lines(ax, band, "epoch", style, markers=dict.fromkeys(style, few) if few else {})
        replicas = observations[observations["dataset"] == name]
        diverged(ax, replicas.assign(x=replicas["diverged_at"]), style, ["contestant"])
        ax.set(xlabel="", ylabel="", title=written(name, 22))
        ax.locator_params(nbins=4)
    fig.supxlabel("epoch")
    fig.supylabel(f"validation {score_of(recorded)}")
    key(fig, canvas, legend(style, observations, marker=False))
    return fig


def _alt(judged: Judged) -> str:
    claim, verdict = judged.claim, judged.verdict
    return (
        f"Validation {score_of(judged.recorded)} by epoch of {claim.favourite} and {text.listed(claim.rivals)}, "
        f"on {text.count(verdict.data_sets, 'data set')}."
    )


def _caption(judged: Judged) -> str:
    return (
        "Validation score while training, each seed at its chosen trial: the line is the median over seeds, the "
        "band holds the middle 80 % of them. Compare how fast the lines rise, and where they end. A × says that "
        "chosen replicas diverged at that epoch, and how many of how many."
    )


PICTURE = Picture[Judged](
    "Learning curves",
    _alt,
    _caption,
    lambda judged, canvas: learning_curves(judged.recorded, judged.observations, canvas),
)
