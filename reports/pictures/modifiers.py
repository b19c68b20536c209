"""What the effect depends on: the mean effect in every subgroup by a claim's modifiers."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reports import text
from reports.claims.comparison import Comparison
from reports.judgement import Judged
from reports.pictures.drawing.canvas import SHADE, WIDE, Canvas, appearances, key, panels, styled, written
from reports.pictures.drawing.picture import Picture
from reports.verdicts.modifiers import Subgroup


@styled
def by_subgroup(claim: Comparison, subgroups: Sequence[Subgroup], canvas: Canvas = WIDE) -> Figure:
    """A panel per modifier: the mean effect with its 95 % interval in each subgroup, per rival, and the ROPE."""
    style = appearances(claim)
    names = list(dict.fromkeys(one.modifier for one in subgroups))
    fig, axes = panels(len(names), canvas, height=2.6, columns=min(2, canvas.columns), sharey=True)
    for ax, name in zip(axes, names, strict=True):
        own = [one for one in subgroups if one.modifier == name]
        ax.axhspan(-claim.rope, claim.rope, color=SHADE, lw=0, zorder=0, gid="rope")
        ax.axhline(0, color="0.45", lw=0.8, zorder=1)
        for place, rival in enumerate(claim.rivals):
            shift = 0.5 * ((place + 0.5) / len(claim.rivals) - 0.5)
            points = [(x + shift, r.effect) for x, one in enumerate(own) for r in one.rivals if r.rival == rival]
            x = [at for at, _ in points]
            ax.vlines(x, [e.low for _, e in points], [e.high for _, e in points], color=style[rival].color, lw=1.8)
            ax.plot(x, [e.mean for _, e in points], color=style[rival].color, marker=style[rival].marker, lw=0.8,
                    ls=style[rival].line, ms=6, mec="white", gid=rival)  # fmt: skip
        ax.set_xticks(range(len(own)), [written(one.value, 14) for one in own])
        ax.set(xlim=(-0.5, len(own) - 0.5), xlabel="", ylabel="", title=written(name, 30))
    fig.supylabel(f"{written(claim.favourite, 16)} − rival, {claim.metric.said}")
    handles = {
        f"against {rival}": Line2D([], [], color=style[rival].color, marker=style[rival].marker, lw=1.8)
        for rival in claim.rivals
    }
    key(fig, canvas, {**handles, f"ROPE ±{claim.rope:g}": Patch(color=SHADE)})
    return fig


def _alt(judged: Judged) -> str:
    claim = judged.claim
    return (
        f"Mean effect of {claim.favourite} minus {text.listed(claim.rivals)} by {text.listed(claim.modifiers)}, with "
        "95 % intervals."
    )


def _caption(judged: Judged) -> str:
    return (
        "The mean effect over data sets, with its 95 % interval, at every level of what the claim says it may depend "
        "on. Grey is the ROPE. Data sets are parted at the median of a property; they differ in other ways, too, so a "
        "difference need not come from that property."
    )


PICTURE = Picture[Judged](
    "What it depends on",
    _alt,
    _caption,
    lambda judged, canvas: by_subgroup(judged.claim, judged.subgroups, canvas),
    lambda judged: bool(judged.subgroups),
)
