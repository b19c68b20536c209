"""The picture of a scaling claim: time against size, both on logarithmic axes."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports.claims.scaling import Scaling
from reports.findings.finding import Finding
from reports.pictures.drawing.canvas import EDGE, WIDE, Canvas, appearances, key, panels, styled, written
from reports.pictures.drawing.picture import Picture


@styled
def time_against_size(finding: Finding[Scaling], canvas: Canvas = WIDE) -> Figure:
    """A panel per data set, both axes logarithmic: time per epoch against parameters, with the fitted power."""
    claim, style, cells = finding.claim, appearances(finding.claim), finding.evidence
    exponents = cells.groupby("contestant")["exponent"].first()
    names = list(cells["dataset"].unique())
    fig, axes = panels(len(names), canvas, height=3.2, columns=min(2, canvas.columns), sharey=True)
    for ax, data_set in zip(axes, names, strict=True):
        here = cells[cells["dataset"] == data_set]
        for name, own in style.items():
            rows = here[here["contestant"] == name]
            x, y = rows["parameters"].to_numpy(float), rows["seconds"].to_numpy(float)
            if len(x):
                fit = np.exp(np.log(y).mean() + exponents[name] * (np.log(x) - np.log(x).mean()))
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
        f"{written(name, 17)} {exponents[name]:.2f}": Line2D(
            [], [], color=own.color, ls=own.line, marker=own.marker, lw=1.4
        )
        for name, own in style.items()
    }
    handles[f"claimed: above {claim.exponent:g}"] = Line2D([], [], color=EDGE, lw=1.2, ls="--")
    key(fig, canvas, handles)
    return fig


def _alt(finding: Finding[Scaling]) -> str:
    return f"Processor time per epoch against the number of parameters, both on logarithmic axes: {finding.headline}."


def _caption(finding: Finding[Scaling]) -> str:
    return (
        "Each point is one network size; the lines are powers of the number of parameters, and the number beside a "
        "name is its exponent: how steep it is. The dashed line is as steep as the claim says. Compare slopes, not "
        "heights."
    )


PICTURE = Picture[Finding[Scaling]]("Time against size", _alt, _caption, time_against_size)
