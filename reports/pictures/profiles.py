"""Performance profiles: how often a contestant comes close to the best one."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import ScalarFormatter

from reports import text
from reports.claims.comparison import Comparison
from reports.evidence.evidence import Description
from reports.judgement import Exhibit
from reports.pictures.drawing.canvas import SHADE, WIDE, Canvas, appearances, key, styled
from reports.pictures.drawing.picture import Picture


@styled
def profiles(claim: Comparison, table: pd.DataFrame, canvas: Canvas = WIDE) -> Figure:
    """How often every contestant is within τ of the best, by τ (from the ROPE on by its logarithm); the ROPE is shaded.

    table    from aggregates.profiles
    """
    style = appearances(claim)
    fig = Figure(figsize=(canvas.width, 3.1), layout="constrained")
    ax = fig.subplots()
    ax.axvspan(0, claim.rope, color=SHADE, lw=0, zorder=0)
    right = 1.05 * float(table["tau"].max()) or claim.rope or 1.0
    for name in list(style)[::-1]:  # the favourite last, so on top
        own = table[table["contestant"] == name]
        steps = [0.0, *own["tau"], right], [0.0, *own["share"], 1.0]
        ax.step(*steps, where="post", color=style[name].color, ls=style[name].line, lw=1.8, gid=name)
    if claim.rope:
        ax.set_xscale("symlog", linthresh=claim.rope)  # most of what is to be seen lies near the ROPE
        ax.xaxis.set_major_formatter(ScalarFormatter())
    ax.set(xlim=(0, right), ylim=(0, 1.02), ylabel="share of seeds")
    ax.set_xlabel(f"τ: by how much {claim.metric.said} is worse than the best contestant’s")
    lines = {name: Line2D([], [], color=own.color, ls=own.line, lw=2) for name, own in style.items()}
    key(fig, canvas, lines | {f"ROPE {claim.rope:g}": Patch(color=SHADE)})
    return fig


def _described(exhibit: Exhibit) -> Description:
    assert exhibit.evidence.described is not None  # else `when` says that there is nothing to draw
    return exhibit.evidence.described


def _alt(exhibit: Exhibit) -> str:
    claim = exhibit.judged.claim
    return f"Share of seeds within τ of the best contestant’s {claim.metric.said}, of {text.listed(claim.contestants)}."


def _caption(exhibit: Exhibit) -> str:
    return (
        "How often a contestant comes within τ of the best on the same split: further up is better. At the right "
        "edge of the grey band stands how often it is as good as the best for all that matters."
    )


PICTURE = Picture[Exhibit](
    "Performance profiles",
    _alt,
    _caption,
    lambda exhibit, canvas: profiles(exhibit.judged.claim, _described(exhibit).profiles, canvas),
    lambda exhibit: exhibit.evidence.described is not None,
)
