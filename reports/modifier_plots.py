"""The picture of what an effect depends on: its interval at every level of every modifier."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reports.canvas import WIDE, Canvas, key, looks, panels, styled, written
from reports.claim import Claim
from reports.differences import SHADE
from reports.metrics import METRICS
from reports.modifiers import Level


@styled
def by_level(claim: Claim, levels: tuple[Level, ...], canvas: Canvas = WIDE) -> Figure:
    """A panel per modifier: the mean effect with its 95 % interval at each of its levels, per rival, and the ROPE."""
    look = looks(claim)
    names = list(dict.fromkeys(level.modifier for level in levels))
    fig, axes = panels(len(names), canvas, height=2.6, columns=min(2, canvas.columns), sharey=True)
    for ax, name in zip(axes, names, strict=True):
        own = [level for level in levels if level.modifier == name]
        ax.axhspan(-claim.rope, claim.rope, color=SHADE, lw=0, zorder=0, gid="rope")
        ax.axhline(0, color="0.45", lw=0.8, zorder=1)
        for place, rival in enumerate(claim.rivals):
            shift = 0.5 * ((place + 0.5) / len(claim.rivals) - 0.5)
            points = [(x + shift, r.effect) for x, level in enumerate(own) for r in level.rivals if r.rival == rival]
            x = [at for at, _ in points]
            ax.vlines(x, [e.low for _, e in points], [e.high for _, e in points], color=look[rival].color, lw=1.8)
            ax.plot(x, [e.mean for _, e in points], color=look[rival].color, marker=look[rival].marker, lw=0.8,
                    ls=look[rival].line, ms=6, mec="white", gid=rival)  # fmt: skip
        ax.set_xticks(range(len(own)), [written(level.value, 14) for level in own])
        ax.set(xlim=(-0.5, len(own) - 0.5), xlabel="", ylabel="", title=written(name, 30))
    fig.supylabel(f"{written(claim.favourite, 16)} − rival, {METRICS[claim.metric].said}")
    handles = {
        f"against {rival}": Line2D([], [], color=look[rival].color, marker=look[rival].marker, lw=1.8)
        for rival in claim.rivals
    }
    key(fig, canvas, {**handles, f"ROPE ±{claim.rope:g}": Patch(color=SHADE)})
    return fig
