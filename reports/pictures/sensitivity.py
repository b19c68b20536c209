"""Sensitivity: how much the validation score depends on the learning rate."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports import text
from reports.claims.comparison import Comparison
from reports.judgement import Judged
from reports.pictures.drawing.canvas import WIDE, Canvas, appearances, key, small_multiples, styled, written
from reports.pictures.drawing.lines import data_sets, diverged, legend, lines, quantiles, score_of
from reports.pictures.drawing.picture import Picture
from reports.records.load import Recorded
from reports.records.values import score


@styled
def sensitivity(recorded: Recorded[Comparison], canvas: Canvas = WIDE) -> Figure:
    """A panel per data set: the validation score at every tuned learning rate, per contestant.

    Points are medians over the seeds that did not diverge, with the 10–90 % band; a ring marks trial 0,
    the published default. Replicas that diverged are counted below their learning rate, with a ×. A
    contestant with several tuned hyperparameters has points with bars and no line, because its neighbours
    differ in more than the learning rate.
    """
    style, names = appearances(recorded.claim), data_sets(recorded)
    replicas, tuned = _tuned(recorded.replicas.assign(score=score(recorded.replicas)))
    fig, axes = small_multiples(len(names), canvas, height=2.0)
    for ax, name in zip(axes, names, strict=True):
        here = replicas[replicas["dataset"] == name]
        finite = here[here["diverged_at"].isna()]
        points = quantiles(finite, ["contestant", "trial"], "score", "x", "joined")
        rates = here["x"].dropna()
        if len(rates) and (rates > 0).all():
            ax.set_xscale("log")
            if rates.max() > 20 * rates.min():
                ax.minorticks_off()  # three ticks with a label say enough, and draw faster
        alone = set(points.loc[~points["joined"].astype(bool), "contestant"])
        lines(ax, points, "x", style, {c: own.marker for c, own in style.items()}, alone)
        for contestant, default in points[points["trial"] == 0].groupby("contestant"):
            color = style[str(contestant)].color
            ax.scatter(default["x"], default["median"], s=90, fc="none", ec=[color], lw=1.3, gid="default")
        diverged(ax, here, style, ["contestant", "trial"])
        ax.set(xlabel="", ylabel="", title=written(name, 22))
        ax.margins(x=0.1)
        ax.locator_params(axis="y", nbins=4)
    fig.supxlabel(", ".join(tuned) or "nothing was tuned")
    fig.supylabel(f"validation {score_of(recorded)}")
    ring = {"published default": Line2D([], [], ls="", marker="o", ms=9, mfc="none", mec="0.3")}
    key(fig, canvas, legend(style, recorded.replicas, marker=True) | ring)
    return fig


def _tuned(replicas: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """`replicas` with `x`, the learning rate, and `joined`: is that all that was tuned?; and the names behind x.

    A contestant without a tuned `lr` shows its first tuned hyperparameter instead.
    """
    columns = [str(name) for name in replicas if str(name).startswith("optimizer.")]
    columns.sort(key=lambda name: name != "optimizer.lr")
    parts, shown = [], []
    for _, rows in replicas.groupby("contestant", sort=False):
        own = [name for name in columns if rows[name].notna().any()]
        shown += own[:1]
        varied = sum(rows[name].nunique() > 1 for name in own)
        parts.append(rows.assign(x=rows[own[0]].astype(float) if own else np.nan, joined=varied < 2))
    return pd.concat(parts), list(dict.fromkeys(shown))


def _alt(judged: Judged) -> str:
    claim, verdict = judged.claim, judged.verdict
    return (
        f"Validation {score_of(judged.recorded)} by learning rate of {claim.favourite} and "
        f"{text.listed(claim.rivals)}, on {text.count(verdict.data_sets, 'data set')}."
    )


def _caption(judged: Judged) -> str:
    return (
        "How much the score depends on the learning rate: each point is the median over seeds of one trial, the "
        "band holds the middle 80 % of them; a ring marks the published default. A flat line forgives a bad "
        "choice. A × counts the replicas that diverged there, out of all; the points show the others."
    )


PICTURE = Picture[Judged](
    "Sensitivity to the learning rate",
    _alt,
    _caption,
    lambda judged, canvas: sensitivity(judged.recorded, canvas),
)
