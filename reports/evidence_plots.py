"""The pictures of the evidence around a verdict: other tuning budgets, profiles, ranks."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from reports.canvas import INK, WIDE, Canvas, key, looks, styled, written
from reports.claim import Claim
from reports.differences import SHADE
from reports.metrics import METRICS
from reports.ranks import Ranks

# As the badges of the page are coloured; markers tell apart what colour may not.
SIDES = {"better": ("#1a7f4b", "o"), "equivalent": ("#3d5a80", "s"), "worse": ("#b3261e", "^")}


@styled
def by_budget(claim: Claim, curves: Mapping[str, pd.DataFrame], canvas: Canvas = WIDE) -> Figure:
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
            lower.set_ylabel(f"effect on {METRICS[claim.metric].said}")
    fig.supxlabel("tuning budget: trials per contestant")
    handles = {f"P({side})": Line2D([], [], color=c, marker=m, ms=4) for side, (c, m) in SIDES.items()}
    effect = Line2D([], [], color=INK, marker="D", ms=4)
    key(fig, canvas, handles | {"mean effect, 95 %": effect, f"ROPE ±{claim.rope:g}": Patch(color=SHADE)})
    return fig


@styled
def profiles(claim: Claim, table: pd.DataFrame, canvas: Canvas = WIDE) -> Figure:
    """How often every contestant is within τ of the best, by τ (from the ROPE on by its logarithm); the ROPE is shaded.

    table    from aggregates.profiles
    """
    look = looks(claim)
    fig = Figure(figsize=(canvas.width, 3.1), layout="constrained")
    ax = fig.subplots()
    ax.axvspan(0, claim.rope, color=SHADE, lw=0, zorder=0)
    right = 1.05 * float(table["tau"].max()) or claim.rope or 1.0
    for name in list(look)[::-1]:  # the favourite last, so on top
        own = table[table["contestant"] == name]
        steps = [0.0, *own["tau"], right], [0.0, *own["share"], 1.0]
        ax.step(*steps, where="post", color=look[name].color, ls=look[name].line, lw=1.8, gid=name)
    if claim.rope:
        ax.set_xscale("symlog", linthresh=claim.rope)  # most of what is to be seen lies near the ROPE
        ax.xaxis.set_major_formatter(ScalarFormatter())
    ax.set(xlim=(0, right), ylim=(0, 1.02), ylabel="share of seeds")
    ax.set_xlabel(f"τ: by how much {METRICS[claim.metric].said} is worse than the best contestant’s")
    lines = {name: Line2D([], [], color=own.color, ls=own.line, lw=2) for name, own in look.items()}
    key(fig, canvas, lines | {f"ROPE {claim.rope:g}": Patch(color=SHADE)})
    return fig


@styled
def critical_difference(claim: Claim, found: Ranks, canvas: Canvas = WIDE) -> Figure:
    """Contestants on a line of mean ranks, the best on the left; a bar joins those that cannot be told apart."""
    from scikit_posthocs import critical_difference_diagram  # takes two seconds, with what it imports

    look = looks(claim)
    names = {name: written(name, 24 if canvas.columns > 2 else 14) for name in found.mean}
    fig = Figure(figsize=(canvas.width, 1.5 + 0.2 * len(names)), layout="constrained")
    ax = fig.subplots()
    critical_difference_diagram(
        {names[name]: rank for name, rank in found.mean.items()},
        found.pairs.rename(index=names, columns=names),
        cd=found.critical,
        alpha=found.alpha,
        ax=ax,
        label_fmt_left="{label} {rank:.2f}",
        label_fmt_right="{rank:.2f} {label}",
        color_palette={names[name]: look[name].color for name in names},
        crossbar_props={"color": INK, "marker": "", "linewidth": 2},
    )
    return fig
