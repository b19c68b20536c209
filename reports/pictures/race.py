"""The race to the target: what share of the seeds had reached it, epoch by epoch."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports import text
from reports.claims.comparison import Comparison
from reports.evidence.survival import reached
from reports.judgement import Judged
from reports.pictures.drawing.canvas import WIDE, Canvas, appearances, key, small_multiples, styled, written
from reports.pictures.drawing.picture import Picture
from reports.records.load import Recorded


@styled
def share_that_reached(recorded: Recorded[Comparison], observations: pd.DataFrame, canvas: Canvas = WIDE) -> Figure:
    """A panel per data set with a target: the share of seeds that reached it, by epoch, per contestant.

    Where further words are swept, every swept value has a target of its own; the title has the least and the largest.
    """
    style = appearances(recorded.claim)
    known = observations.dropna(subset="target")
    names = [name for name in recorded.replicas["dataset"].unique() if name in set(known["dataset"])]
    fig, axes = small_multiples(len(names), canvas, height=1.9, sharey=True)
    for ax, name in zip(axes, names, strict=True):
        here = known[known["dataset"] == name]
        epochs = np.arange(int(here["epochs_to_target"].max()) + 1)
        for contestant, own in reversed(style.items()):  # the favourite last, so on top
            rows = here[here["contestant"] == contestant]
            if len(rows):
                share = reached(rows, epochs)
                ax.step(epochs, share, where="post", color=own.color, ls=own.line, lw=1.8, gid=contestant)
                ax.plot(epochs[-1:], share[-1:], own.marker, color=own.color, ms=5, clip_on=False)
        targets = " to ".join(sorted({f"{here['target'].agg(end):.3f}" for end in ("min", "max")}))
        ax.set(ylim=(-0.03, 1.03), xlim=(0, None), title=f"{written(name, 16)}, {targets}")
        ax.locator_params(axis="x", nbins=4, integer=True)
    fig.supxlabel("epoch")
    fig.supylabel("share of seeds at the target")
    key(fig, canvas, {n: Line2D([], [], color=o.color, ls=o.line, lw=2, marker=o.marker) for n, o in style.items()})
    return fig


def _alt(judged: Judged) -> str:
    claim, verdict = judged.claim, judged.verdict
    return (
        f"Share of seeds at the target by epoch, of {claim.favourite} and {text.listed(claim.rivals)}, on "
        f"{text.count(verdict.data_sets, 'data set')}."
    )


def _caption(judged: Judged) -> str:
    return (
        "By which epoch what share of the seeds, each at its chosen trial, had reached the target: one minus "
        "the Kaplan–Meier curve. Beside a data set’s name stands its target, a validation score 95 % of the "
        "way from the constant guess to the median of the scores that contestants end at. A line that ends "
        "below 1 leaves seeds that never got there, diverged ones among them."
    )


PICTURE = Picture[Judged](
    "Epochs to the target",
    _alt,
    _caption,
    lambda judged, canvas: share_that_reached(judged.recorded, judged.observations, canvas),
    lambda judged: bool(judged.observations["target"].notna().any()),
)
