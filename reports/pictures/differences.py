"""The picture of the decision: every paired difference, every data set's effect, the mean effect, the ROPE."""

from __future__ import annotations

from typing import Any

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reports import text
from reports.judgement import Judged
from reports.pictures.drawing.canvas import (
    INK,
    SHADE,
    WIDE,
    Appearance,
    Canvas,
    appearances,
    key,
    panels,
    styled,
    written,
)
from reports.pictures.drawing.picture import Picture
from reports.statistics.posterior import Interval
from reports.verdicts.verdict import RivalVerdict, Verdict

LANE = -0.26  # a row's dots stand this much above its interval, so that neither hides the other
ROWS = ("mean effect", "new data set")  # what stands below the data sets
Limits = tuple[float, float]


@styled
def paired_differences(verdict: Verdict, canvas: Canvas = WIDE) -> Figure:
    """A panel per rival, a row per data set: every seed's difference favourite − rival, and what they say.

    Small dots are seeds (each seed at its own height, so that ties can be told apart), the large dot with
    its bar is the data set's effect with its 95 % interval. Below: the mean effect over data sets and the
    effect on a new one, which a single data set says nothing about. The shaded band is the ROPE. All panels
    share one x axis; a bar that leaves it ends in an arrow head.
    """
    claim, style, limits = verdict.claim, appearances(verdict.claim), _limits(verdict)
    names = list(dict.fromkeys(name for rival in verdict.rivals for name in rival.data_sets))
    below = ROWS if any(rival.new for rival in verdict.rivals) else ROWS[:1]
    columns, height = max(1, canvas.columns - 1), 0.8 + 0.26 * (len(names) + len(below))
    fig, axes = panels(len(verdict.rivals), canvas, height, columns, sharey=True)
    for ax, rival in zip(axes, verdict.rivals, strict=True):
        ax.axvspan(-claim.rope, claim.rope, color=SHADE, lw=0, zorder=0, gid="rope")
        ax.axvline(0, color="0.45", lw=0.8, zorder=1)
        _seeds(ax, rival, names, style[rival.rival])
        for row, name in enumerate(names):
            if name in rival.data_sets:
                _bar(ax, row, rival.data_sets[name], limits, style[rival.rival].color, width=1.8)
        ax.axhline(len(names) - 0.55, color="0.7", lw=0.8)
        _bar(ax, len(names), rival.effect, limits, INK, width=2.6, marker="D")
        if rival.new:
            _bar(ax, len(names) + 1, rival.new, limits, INK, width=1.4, marker="D", fill="white")
        ax.set(xlim=limits, ylim=(len(names) + len(below) - 0.5, -0.75), xlabel="", ylabel="")
        ax.set_title(f"{written(claim.favourite, 18)} − {written(rival.rival, 18)}", loc="left", pad=17)
        ax.text(0, 1.01, "← rival better", ha="left", va="bottom", color="0.3", transform=ax.transAxes)
        ax.text(1, 1.01, "favourite better →", ha="right", va="bottom", color="0.3", transform=ax.transAxes)
        rows = [*(written(name, 20) for name in names), *below]
        ax.set_yticks(range(len(rows)), rows)
        ax.locator_params(axis="x", nbins=5)
    rival_name = written(verdict.rivals[0].rival, 20) if len(verdict.rivals) == 1 else "the rival"
    metric, sides = claim.metric, (written(claim.favourite, 20), rival_name)
    less, more = sides if metric.smaller else sides[::-1]  # what is drawn is above 0 where the favourite is better
    fig.supxlabel(f"{metric.said} of {more} minus that of {less}")
    key(
        fig, canvas, {name: handle for name, handle in _legend(claim.rope).items() if name not in ROWS or name in below}
    )
    return fig


def _seeds(ax: Axes, rival: RivalVerdict, names: list[str], style: Appearance) -> None:
    pairs = rival.pairs.assign(dataset=rival.pairs["dataset"].astype(str))
    before = len(ax.collections)
    sns.stripplot(
        pairs, x="difference", y="dataset", order=names, jitter=False, orient="h", ax=ax,
        size=3.4, alpha=0.6, color=style.color, legend=False,
    )  # fmt: skip
    # Heights by seed instead of seaborn's jitter, which draws from NumPy's global random numbers.
    seeds = np.sort(pairs["seed"].unique())
    heights = LANE + 0.24 * (np.linspace(0, 1, len(seeds)) - 0.5 if len(seeds) > 1 else np.zeros(1))
    for name, dots in zip(names, ax.collections[before:], strict=True):
        offsets = np.array(dots.get_offsets(), dtype=float)
        offsets[:, 1] += heights[np.searchsorted(seeds, pairs.loc[pairs["dataset"] == name, "seed"])]
        dots.set_offsets(offsets)
        dots.set_gid("pairs")


def _bar(
    ax: Axes, row: float, interval: Interval, limits: Limits, color: Any, width: float,
    marker: str = "o", fill: Any = None,
) -> None:  # fmt: skip
    """A 95 % interval with its mean; where it leaves the axis, an arrow head at the edge says so."""
    left, right = limits
    low, high = np.clip((interval.low, interval.high), left, right)
    ax.plot([low, high], [row, row], color=color, lw=width, solid_capstyle="butt", zorder=3)
    if left <= interval.mean <= right:
        ax.plot([interval.mean], [row], marker, ms=6.5, mfc=fill or color, mec=color if fill else "white", zorder=4)
    for beyond, edge, head in ((interval.low < left, left, "<"), (interval.high > right, right, ">")):
        if beyond:
            ax.plot([edge], [row], head, color=color, ms=5.5, clip_on=False, zorder=5)


def _limits(verdict: Verdict) -> Limits:
    """The x axis: all dots and the ROPE; intervals too, as long as they do not dwarf the dots.

    (With two data sets, the interval of the effect on a new one can be a hundred times wider than they are.)
    """
    dots = np.concatenate([rival.pairs["difference"].to_numpy() for rival in verdict.rivals])
    rope = verdict.claim.rope
    low, high = min(dots.min(), -1.5 * rope), max(dots.max(), 1.5 * rope)
    reach = 0.6 * (high - low)
    intervals = [i for r in verdict.rivals for i in (*r.data_sets.values(), r.effect, r.new) if i]
    left = max(min(low, *(i.low for i in intervals)), low - reach)
    right = min(max(high, *(i.high for i in intervals)), high + reach)
    margin = 0.03 * (right - left) or 0.01
    return float(left - margin), float(right + margin)


def _legend(rope: float) -> dict[str, Line2D | Patch]:
    return {
        "a seed": Line2D([], [], ls="", marker="o", ms=3.4, color="0.4", alpha=0.7),
        "data set": Line2D([], [], marker="o", ms=6, lw=1.8, color="0.4"),
        "mean effect": Line2D([], [], marker="D", ms=6, lw=2.6, color=INK),
        "new data set": Line2D([], [], marker="D", ms=6, lw=1.4, color=INK, mfc="white"),
        f"ROPE ±{rope:g}": Patch(color=SHADE),
    }


def _alt(judged: Judged) -> str:
    verdict, claim = judged.verdict, judged.claim
    effects = "; ".join(f"{rival.rival} {text.interval(rival.effect)}" for rival in verdict.rivals)
    return (
        f"Differences in {claim.metric.said}, {claim.favourite} against {text.listed(claim.rivals)}, by seed on "
        f"{text.count(verdict.data_sets, 'data set')}. Mean effect with 95 % interval against {effects}."
    )


def _caption(judged: Judged) -> str:
    favourite = judged.claim.favourite
    return (
        f"Each small dot is one seed: {favourite} against the rival, on the same split. Right of the grey "
        f"band, {favourite} is better by more than the ROPE; left of it, the rival is; inside it the "
        "difference does not matter. The bars are 95 % intervals. The black diamond is what the verdict is "
        "about; the white one, if there are two data sets or more, is what to expect on one that nobody has "
        "tried yet. A bar that ends in an arrow goes on beyond the picture."
    )


PICTURE = Picture[Judged](
    "Paired differences", _alt, _caption, lambda judged, canvas: paired_differences(judged.verdict, canvas)
)
