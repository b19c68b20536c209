"""The picture of the race: by which epoch what share of a contestant's seeds had reached the target."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from scipy import stats

from reports.canvas import WIDE, Canvas, key, looks, panels, styled, written
from reports.load import Recorded


def reached(observations: pd.DataFrame, epochs: np.ndarray) -> np.ndarray:
    """The share of replicas that reached the target by each of `epochs`: 1 − the Kaplan–Meier curve.

    observations    columns `reached` and `epochs_to_target`, see reports/targets.py; who did not is censored there

    Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, JASA 53.
    """
    there, time = observations["reached"].to_numpy(bool), observations["epochs_to_target"].to_numpy(float)
    if not there.any():
        return np.zeros(len(epochs))
    return np.asarray(stats.ecdf(stats.CensoredData(time[there], right=time[~there])).cdf.evaluate(epochs))


@styled
def share_that_reached(recorded: Recorded, observations: pd.DataFrame, canvas: Canvas = WIDE) -> Figure:
    """A panel per data set with a target: the share of seeds that reached it, by epoch, per contestant.

    Where further words are swept, every swept value has a target of its own; the title has the least and the largest.
    """
    look = looks(recorded.claim)
    known = observations.dropna(subset="target")
    names = [name for name in recorded.replicas["dataset"].unique() if name in set(known["dataset"])]
    fig, axes = panels(len(names), canvas, height=1.9, sharey=True)
    for ax, name in zip(axes, names, strict=True):
        here = known[known["dataset"] == name]
        epochs = np.arange(int(here["epochs_to_target"].max()) + 1)
        for contestant, own in reversed(look.items()):  # the favourite last, so on top
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
    key(fig, canvas, {n: Line2D([], [], color=o.color, ls=o.line, lw=2, marker=o.marker) for n, o in look.items()})
    return fig
