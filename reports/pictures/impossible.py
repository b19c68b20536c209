"""The picture of an impossible claim: the largest values under the bound."""

from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports.claims.impossible import Impossible
from reports.findings.finding import Finding
from reports.pictures.drawing.canvas import EDGE, WIDE, Canvas, appearances, key, panels, styled
from reports.pictures.drawing.picture import Picture


@styled
def under_the_bound(finding: Finding[Impossible], canvas: Canvas = WIDE) -> Figure:
    """The largest value of all networks by epoch, and their median, per level; the bound."""
    claim, style = finding.claim, appearances(finding.claim)
    fig, (ax,) = panels(1, canvas, height=2.8)
    for name, rows in finding.evidence.groupby("contestant"):
        own = style[str(name)]
        few = own.marker if len(rows) < 3 else ""
        ax.plot(rows["epoch"], rows["largest"], color=own.color, ls=own.line, lw=2.2, marker=few, gid=str(name))
        ax.plot(rows["epoch"], rows["median"], color=own.color, lw=1, ls=":")
    ax.axhline(claim.bound, color=EDGE, lw=1.2, ls="--", gid="bound")
    ax.set(xlabel="epoch", ylabel=f"test {claim.metric}")
    ax.margins(x=0.02)
    handles: dict[str, Artist] = {
        f"{name}{', control' if name in claim.control else ''}": Line2D([], [], color=own.color, ls=own.line, lw=2.2)
        for name, own in style.items()
    }
    handles["median"] = Line2D([], [], color="0.4", lw=1, ls=":")
    handles[f"bound {claim.bound:g}"] = Line2D([], [], color=EDGE, lw=1.2, ls="--")
    key(fig, canvas, handles)
    return fig


def _alt(finding: Finding[Impossible]) -> str:
    return f"The largest value that any network has after every epoch, against the bound: {finding.headline}."


def _caption(finding: Finding[Impossible]) -> str:
    return (
        "The solid line is the best of all networks, of whatever seed and trial, after every epoch; the dotted one is "
        "their median. One point of a contestant above the dashed line refutes the claim. A control must get above it: "
        "else nothing was learnt that could have."
    )


PICTURE = Picture[Finding[Impossible]]("The largest value by epoch", _alt, _caption, under_the_bound)
