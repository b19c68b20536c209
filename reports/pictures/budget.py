"""The verdict at every tuning budget, from the published default to all trials."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from reports import text
from reports.claims.comparison import Comparison
from reports.judgement import Exhibit
from reports.pictures.drawing.canvas import INK, SHADE, WIDE, Canvas, key, styled, written
from reports.pictures.drawing.picture import Picture

# As the badges of the page are coloured; markers tell apart what colour may not.
SIDES = {"better": ("#1a7f4b", "o"), "equivalent": ("#3d5a80", "s"), "worse": ("#b3261e", "^")}


@styled
def by_budget(claim: Comparison, curves: Mapping[str, pd.DataFrame], canvas: Canvas = WIDE) -> Figure:
    """Two panels per rival, one above the other: probabilities, and the mean effect with its 95 % interval, by budget.

    curves    rival → its table from arms.by_budget
    """
    rows = ceil(len(curves) / max(1, canvas.columns - 1))
    wide = ceil(len(curves) / rows)
    fig = Figure(figsize=(canvas.width, rows * 3.4 + 0.7), layout="constrained")
    grid = fig.subplots(2 * rows, wide, squeeze=False, sharex=True, sharey="row")
    for spare in range(len(curves), rows * wide):
        for ax in grid[2 * (rows - 1) :, spare % wide]:
            ax.remove()
    for place, (rival, curve) in enumerate(curves.items()):
        row, column = divmod(place, wide)
        upper, lower = grid[2 * row, column], grid[2 * row + 1, column]
        upper.axhline(claim.probability, color="0.45", lw=0.8, ls=":", zorder=1)
        for side, (color, marker) in SIDES.items():
            upper.plot(curve["trials"], curve[side], marker, ls="-", ms=4, color=color, clip_on=False, gid=side)
        upper.set(ylim=(0, 1))
        upper.set_title(f"{written(claim.favourite, 18)} − {written(rival, 18)}", loc="left")
        lower.axhspan(-claim.rope, claim.rope, color=SHADE, lw=0, zorder=0)
        lower.axhline(0, color="0.45", lw=0.8, zorder=1)
        lower.vlines(curve["trials"], curve["low"], curve["high"], color=INK, lw=1.8)
        lower.plot(curve["trials"], curve["mean"], "D", ls="-", ms=4, color=INK, gid="effect")
        lower.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        lower.tick_params(labelbottom=True)
        if column == 0:
            upper.set_ylabel("probability")
            lower.set_ylabel(f"effect on {claim.metric.said}")
    fig.supxlabel("tuning budget: trials per contestant")
    handles = {f"P({side})": Line2D([], [], color=c, marker=m, ms=4) for side, (c, m) in SIDES.items()}
    effect = Line2D([], [], color=INK, marker="D", ms=4)
    key(fig, canvas, handles | {"mean effect, 95 %": effect, f"ROPE ±{claim.rope:g}": Patch(color=SHADE)})
    return fig


def _alt(exhibit: Exhibit) -> str:
    claim, curves = exhibit.judged.claim, exhibit.evidence.budgets
    ends = "; ".join(
        f"{rival} {text.probability(curve['better'].iloc[0])} to {text.probability(curve['better'].iloc[-1])}"
        for rival, curve in curves.items()
    )
    most = max(int(curve["trials"].max()) for curve in curves.values())
    return (
        f"Probabilities and mean effect of {claim.favourite} minus {text.listed(claim.rivals)} by tuning budget. "
        f"P(better) from one trial to {most}: {ends}."
    )


def _caption(exhibit: Exhibit) -> str:
    return (
        "What would have been concluded if every contestant had had fewer trials: its published default and others "
        "drawn from those that were run, averaged over such draws. The left end is the arm as published, the right "
        "end the tuned one. The dotted line is the probability that decides; the bars are 95 % intervals."
    )


PICTURE = Picture[Exhibit](
    "The verdict at every tuning budget",
    _alt,
    _caption,
    lambda exhibit, canvas: by_budget(exhibit.judged.claim, exhibit.evidence.budgets, canvas),
    lambda exhibit: bool(exhibit.evidence.budgets),
)
