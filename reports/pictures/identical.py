"""The picture of an identical claim: how far apart two computations are, on a log axis."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports.claims.identical import Identical
from reports.findings.finding import Finding
from reports.pictures.drawing.canvas import EDGE, WIDE, Canvas, appearances, key, panels, styled, written
from reports.pictures.drawing.picture import Picture


@styled
def distances(finding: Finding[Identical], canvas: Canvas = WIDE) -> Figure:
    """A panel per data set: every network's largest difference from the first contestant by epoch, on a log axis.

    A difference of 0 has no place on such an axis: it stands at its lower end, which is named so. An infinite one
    stands at the upper end.
    """
    claim, style, rows = finding.claim, appearances(finding.claim), finding.evidence
    apart = rows["difference"].to_numpy()
    some = [*apart[(apart > 0) & np.isfinite(apart)], *filter(None, [claim.tolerance])] or [1e-16]
    low, high = min(some) / 30, max(some) * 10
    names = list(rows["dataset"].unique())
    fig, axes = panels(len(names), canvas, height=2.4, sharey=True)
    for ax, data_set in zip(axes, names, strict=True):
        here = rows[rows["dataset"] == data_set]
        for (name, *_), network in here.groupby(["contestant", "seed", "trial", *claim.across]):
            own = style[str(name)]
            y = network["difference"].clip(low, high)
            ax.plot(network["epoch"], y, color=own.color, lw=0.8, marker=own.marker, ms=3.5, alpha=0.7, gid=str(name))
        if claim.tolerance:
            ax.axhline(claim.tolerance, color=EDGE, lw=1.2, ls="--", gid="tolerance")
        ax.set_yscale("log")
        ax.set(ylim=(low / 2, high * 2), xlabel="", ylabel="", title=written(str(data_set), 22))
        ax.locator_params(axis="x", nbins=4, integer=True)
        ticks = [tick for tick in ax.get_yticks() if low * 3 < tick < high]
        labels = [f"$10^{{{round(np.log10(tick))}}}$" for tick in ticks]
        if (apart == 0).any():
            ticks, labels = [low, *ticks], ["0", *labels]
        ax.set_yticks(ticks, labels)
        ax.minorticks_off()
    fig.supxlabel("epoch")
    fig.supylabel(f"distance from {written(claim.contestants[0], 18)}")
    handles: dict[str, Artist] = {
        f"{name}, a network": Line2D([], [], color=style[name].color, lw=0.8, marker=style[name].marker, ms=4)
        for name in claim.contestants[1:]
    }
    handles[f"tolerance {claim.tolerance:g}"] = Line2D([], [], color=EDGE, lw=1.2, ls="--")
    key(fig, canvas, handles)
    return fig


def _alt(finding: Finding[Identical]) -> str:
    return (
        f"Every network’s largest difference in any loss or score by epoch, against the tolerance: {finding.headline}."
    )


def _caption(finding: Finding[Identical]) -> str:
    return (
        "Each line is one network, computed in two ways: the largest difference of all its losses and scores after "
        "every epoch, on a logarithmic axis. All below the dashed line is rounding, by the claim’s own rule."
    )


PICTURE = Picture[Finding[Identical]]("How far apart", _alt, _caption, distances)
