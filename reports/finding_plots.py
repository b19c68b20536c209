"""The pictures of findings: values under a bound, differences on a log axis, time against size."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports import scaling
from reports.canvas import WIDE, Canvas, key, looks, panels, styled, written
from reports.finding import Finding

EDGE = "0.25"  # the line that must not be crossed


@styled
def under_the_bound(finding: Finding, canvas: Canvas = WIDE) -> Figure:
    """The largest value of all networks by epoch, and their median, per level; the bound."""
    claim, look = finding.claim, looks(finding.claim)
    fig, (ax,) = panels(1, canvas, height=2.8)
    for name, rows in finding.evidence.groupby("contestant"):
        own = look[str(name)]
        few = own.marker if len(rows) < 3 else ""
        ax.plot(rows["epoch"], rows["largest"], color=own.color, ls=own.line, lw=2.2, marker=few, gid=str(name))
        ax.plot(rows["epoch"], rows["median"], color=own.color, lw=1, ls=":")
    ax.axhline(claim.bound, color=EDGE, lw=1.2, ls="--", gid="bound")
    ax.set(xlabel="epoch", ylabel=f"test {claim.metric}")
    ax.margins(x=0.02)
    handles: dict[str, Artist] = {
        f"{name}{', control' if name in claim.control else ''}": Line2D([], [], color=own.color, ls=own.line, lw=2.2)
        for name, own in look.items()
    }
    handles["median"] = Line2D([], [], color="0.4", lw=1, ls=":")
    handles[f"bound {claim.bound:g}"] = Line2D([], [], color=EDGE, lw=1.2, ls="--")
    key(fig, canvas, handles)
    return fig


@styled
def differences(finding: Finding, canvas: Canvas = WIDE) -> Figure:
    """A panel per data set: every network's largest difference from the first contestant by epoch, on a log axis.

    A difference of 0 has no place on such an axis: it stands at its lower end, which is named so. An infinite one
    stands at the upper end.
    """
    claim, look, rows = finding.claim, looks(finding.claim), finding.evidence
    found = rows["difference"].to_numpy()
    some = [*found[(found > 0) & np.isfinite(found)], *filter(None, [claim.tolerance])] or [1e-16]
    low, high = min(some) / 30, max(some) * 10
    names = list(rows["dataset"].unique())
    fig, axes = panels(len(names), canvas, height=2.4, sharey=True)
    for ax, data_set in zip(axes, names, strict=True):
        here = rows[rows["dataset"] == data_set]
        for (name, *_), network in here.groupby(["contestant", "seed", "trial", *claim.across]):
            own = look[str(name)]
            y = network["difference"].clip(low, high)
            ax.plot(network["epoch"], y, color=own.color, lw=0.8, marker=own.marker, ms=3.5, alpha=0.7, gid=str(name))
        if claim.tolerance:
            ax.axhline(claim.tolerance, color=EDGE, lw=1.2, ls="--", gid="tolerance")
        ax.set_yscale("log")
        ax.set(ylim=(low / 2, high * 2), xlabel="", ylabel="", title=written(str(data_set), 22))
        ax.locator_params(axis="x", nbins=4, integer=True)
        ticks = [tick for tick in ax.get_yticks() if low * 3 < tick < high]
        labels = [f"$10^{{{round(np.log10(tick))}}}$" for tick in ticks]
        if (found == 0).any():
            ticks, labels = [low, *ticks], ["0", *labels]
        ax.set_yticks(ticks, labels)
        ax.minorticks_off()
    fig.supxlabel("epoch")
    fig.supylabel(f"distance from {written(claim.contestants[0], 18)}")
    handles: dict[str, Artist] = {
        f"{name}, a network": Line2D([], [], color=look[name].color, lw=0.8, marker=look[name].marker, ms=4)
        for name in claim.contestants[1:]
    }
    handles[f"tolerance {claim.tolerance:g}"] = Line2D([], [], color=EDGE, lw=1.2, ls="--")
    key(fig, canvas, handles)
    return fig


@styled
def time_against_size(finding: Finding, canvas: Canvas = WIDE) -> Figure:
    """A panel per data set, both axes logarithmic: time per epoch against parameters, with the fitted power."""
    claim, look, cells = finding.claim, looks(finding.claim), finding.evidence
    slopes = {name: scaling.slope(name, cells[cells["contestant"] == name]).exponent for name in claim.levels}
    names = list(cells["dataset"].unique())
    fig, axes = panels(len(names), canvas, height=3.2, columns=min(2, canvas.columns), sharey=True)
    for ax, data_set in zip(axes, names, strict=True):
        here = cells[cells["dataset"] == data_set]
        for name, own in look.items():
            rows = here[here["contestant"] == name]
            x, y = rows["parameters"].to_numpy(float), rows["seconds"].to_numpy(float)
            if len(x):
                fit = np.exp(np.log(y).mean() + slopes[name] * (np.log(x) - np.log(x).mean()))
                ax.plot(x, y, own.marker, color=own.color, ms=5.5, mec="white", gid=name)
                ax.plot(x, fit, color=own.color, lw=1.4, ls=own.line)
        x = np.sort(here["parameters"].unique()).astype(float)
        steep = here["seconds"].min() * (x / x[0]) ** claim.exponent
        ax.plot(x, steep, color=EDGE, lw=1.2, ls="--", gid="exponent")
        ax.set(xscale="log", yscale="log", xlabel="", ylabel="", title=written(str(data_set), 22))
        ax.minorticks_off()
        ax.set_xticks(ticks := x[[0, len(x) // 2, -1]], [f"{tick:,.0f}" for tick in ticks])
    fig.supxlabel("parameters")
    fig.supylabel("processor seconds per epoch")
    handles: dict[str, Artist] = {
        f"{written(name, 17)} {slopes[name]:.2f}": Line2D(
            [], [], color=own.color, ls=own.line, marker=own.marker, lw=1.4
        )
        for name, own in look.items()
    }
    handles[f"claimed: above {claim.exponent:g}"] = Line2D([], [], color=EDGE, lw=1.2, ls="--")
    key(fig, canvas, handles)
    return fig
