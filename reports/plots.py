"""The pictures of a claim: paired differences, learning curves, sensitivity to the learning rate.

Pure functions: records in, a matplotlib Figure out, nothing kept in pyplot. Quantiles are computed here with
pandas, because seaborn's own error bars bootstrap, which is slow and another quantity.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports import metrics
from reports.canvas import WIDE, Canvas, Look, key, looks, panels, styled, written
from reports.differences import paired_differences
from reports.load import Recorded

__all__ = ["learning_curves", "paired_differences", "score_of", "sensitivity"]

QUANTILES = {0.1: "low", 0.5: "median", 0.9: "high"}  # over seeds: what bands and lines show


@styled
def learning_curves(recorded: Recorded, observations: pd.DataFrame, canvas: Canvas = WIDE) -> Figure:
    """A panel per data set: validation score by epoch, median over seeds with the 10–90 % band, per contestant.

    Every seed runs at the trial that was chosen for it (`observations`, from effects.observe). A replica
    has no score from the epoch on at which it diverged; if a chosen one did, a × at the bottom says when
    and how many of them.
    """
    look, names = looks(recorded.claim), _data_sets(recorded)
    chosen = observations[["dataset", "contestant", "cell", "seed", "trial"]]
    curves = recorded.curves.merge(chosen, on=list(chosen))
    curves["score"] = metrics.score(curves)
    fig, axes = panels(len(names), canvas, height=1.9)
    for ax, name in zip(axes, names, strict=True):
        here = curves[curves["dataset"] == name]
        band = _quantiles(here, ["contestant", "epoch"], "score")
        few = "o" if here["epoch"].nunique() < 3 else ""  # a line needs two points
        _lines(ax, band, "epoch", look, markers=dict.fromkeys(look, few) if few else {})
        replicas = observations[observations["dataset"] == name]
        _diverged(ax, replicas.assign(x=replicas["diverged_at"]), look, ["contestant"])
        ax.set(xlabel="", ylabel="", title=written(name, 22))
        ax.locator_params(nbins=4)
    fig.supxlabel("epoch")
    fig.supylabel(f"validation {score_of(recorded)}")
    key(fig, canvas, _legend(look, observations, marker=False))
    return fig


@styled
def sensitivity(recorded: Recorded, canvas: Canvas = WIDE) -> Figure:
    """A panel per data set: the validation score at every tuned learning rate, per contestant.

    Points are medians over the seeds that did not diverge, with the 10–90 % band; a ring marks trial 0,
    the published default. Replicas that diverged are counted below their learning rate, with a ×. A
    contestant with several tuned hyperparameters has points with bars and no line, because its neighbours
    differ in more than the learning rate.
    """
    look, names = looks(recorded.claim), _data_sets(recorded)
    replicas, tuned = _tuned(recorded.replicas.assign(score=metrics.score(recorded.replicas)))
    fig, axes = panels(len(names), canvas, height=2.0)
    for ax, name in zip(axes, names, strict=True):
        here = replicas[replicas["dataset"] == name]
        finite = here[here["diverged_at"].isna()]
        points = _quantiles(finite, ["contestant", "trial"], "score", "x", "joined")
        rates = here["x"].dropna()
        if len(rates) and (rates > 0).all():
            ax.set_xscale("log")
            if rates.max() > 20 * rates.min():
                ax.minorticks_off()  # three ticks with a label say enough, and draw faster
        alone = set(points.loc[~points["joined"].astype(bool), "contestant"])
        _lines(ax, points, "x", look, {c: own.marker for c, own in look.items()}, alone)
        for contestant, default in points[points["trial"] == 0].groupby("contestant"):
            color = look[str(contestant)].color
            ax.scatter(default["x"], default["median"], s=90, fc="none", ec=[color], lw=1.3, gid="default")
        _diverged(ax, here, look, ["contestant", "trial"])
        ax.set(xlabel="", ylabel="", title=written(name, 22))
        ax.margins(x=0.1)
        ax.locator_params(axis="y", nbins=4)
    fig.supxlabel(", ".join(tuned) or "nothing was tuned")
    fig.supylabel(f"validation {score_of(recorded)}")
    ring = {"published default": Line2D([], [], ls="", marker="o", ms=9, mfc="none", mec="0.3")}
    key(fig, canvas, _legend(look, recorded.replicas, marker=True) | ring)
    return fig


def score_of(recorded: Recorded) -> str:
    """What the validation curves of `recorded` show: accuracy, r2, or just a score if there are both."""
    names = [name for name in metrics.SCORES if f"validation_{name}" in recorded.curves]
    return names[0] if len(names) == 1 else "score"


def _data_sets(recorded: Recorded) -> list[str]:
    return list(recorded.replicas["dataset"].unique())


def _quantiles(rows: pd.DataFrame, by: list[str], value: str, *keep: str) -> pd.DataFrame:
    """Columns low, median, high of `value` in every group of `by`, and the first of each column in `keep`."""
    groups = rows.groupby(by)
    columns = {name: groups[value].quantile(at) for at, name in QUANTILES.items()}
    return pd.DataFrame(columns | {name: groups[name].first() for name in keep}).reset_index()


def _lines(
    ax: Axes, band: pd.DataFrame, x: str, look: dict[str, Look], markers: dict[str, str],
    alone: set[str] = frozenset(),  # type: ignore[assignment]
) -> None:  # fmt: skip
    """Median and band of every contestant along the column `x`; those `alone` get points and bars instead."""
    band = band.dropna(subset=[x, "median"]).sort_values(x)
    names = [name for name in look if name in set(band["contestant"])][::-1]  # the favourite last, so on top
    if not names:
        return
    before = len(ax.lines)
    sns.lineplot(
        band, x=x, y="median", hue="contestant", hue_order=names, style="contestant", style_order=names,
        palette={name: look[name].color for name in names}, dashes={name: look[name].dashes for name in names},
        markers={name: markers[name] for name in names} if markers else False, markersize=5.5,
        markeredgewidth=0.5, linewidth=1.5, estimator=None, errorbar=None, legend=False, ax=ax,
    )  # fmt: skip
    for name, line in zip(names, ax.lines[before:], strict=True):
        line.set_gid(name)
        rows, color = band[band["contestant"] == name], look[name].color
        if name in alone or len(rows) == 1:
            line.set_linestyle("")
            ax.vlines(rows[x], rows["low"], rows["high"], color=color, lw=1.2, alpha=0.6)
        else:
            ax.fill_between(rows[x], rows["low"], rows["high"], color=color, alpha=0.15, lw=0)


def _tuned(replicas: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """`replicas` with `x`, the learning rate, and `joined`: is that all that was tuned?; and the names behind x.

    A contestant without a tuned `lr` shows its first tuned hyperparameter instead.
    """
    columns = [str(name) for name in replicas if str(name).startswith("optimizer.")]
    columns.sort(key=lambda name: name != "optimizer.lr")
    parts, shown = [], []
    for _, rows in replicas.groupby("contestant", sort=False):
        own = [name for name in columns if rows[name].notna().any()]
        shown += own[:1]
        varied = sum(rows[name].nunique() > 1 for name in own)
        parts.append(rows.assign(x=rows[own[0]].astype(float) if own else np.nan, joined=varied < 2))
    return pd.concat(parts), list(dict.fromkeys(shown))


def _diverged(ax: Axes, replicas: pd.DataFrame, look: dict[str, Look], by: list[str]) -> None:
    """A × and `diverged/all` for every group of `by` in which replicas diverged, a line per contestant.

    replicas    with `x`, where the × stands; `by` begins with the contestant
    """
    bad = replicas[replicas["diverged_at"].notna()]
    lines = [name for name in look if name in set(bad["contestant"])]
    if not lines:
        return
    low, high = ax.get_ylim()
    share = 0.1  # of the panel's height for each contestant, below all curves
    room = share * len(lines)
    ax.set_ylim(low - (high - low) * room / max(1 - room, 0.2), high)
    below = ax.get_xaxis_transform()
    for _, rows in replicas.groupby(by):
        lost, name = rows[rows["diverged_at"].notna()], str(rows["contestant"].iloc[0])
        if lost.empty:
            continue
        spot = lost["x"].median(), share * (lines.index(name) + 0.5)
        ax.plot(*spot, "x", ms=5.5, mew=1.8, color=look[name].color, transform=below, gid="diverged")
        ax.annotate(
            f"{len(lost)}/{len(rows)}", spot, (5, 0), xycoords=below, textcoords="offset points",
            va="center", fontsize="small", color="0.25",
        )  # fmt: skip


def _legend(look: dict[str, Look], replicas: pd.DataFrame, marker: bool) -> dict[str, Line2D]:
    handles = {
        name: Line2D([], [], color=own.color, ls=own.line, lw=2, marker=own.marker if marker else "", ms=5.5)
        for name, own in look.items()
    }
    if replicas["diverged_at"].notna().any():
        handles["diverged/all"] = Line2D([], [], ls="", marker="x", mew=1.8, ms=5.5, color="0.3")
    return handles
