"""Lines with bands: medians and the middle 80 % over seeds, a line per contestant, and a × where replicas diverged.

Quantiles are computed here with pandas, because seaborn's own error bars bootstrap, which is slow and another quantity.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from reports import wire
from reports.claims.claim import Claim
from reports.claims.metric import SCORES
from reports.pictures.drawing.canvas import Appearance
from reports.records.load import Recorded

QUANTILES = {0.1: "low", 0.5: "median", 0.9: "high"}  # over seeds: what bands and lines show


def score_of(recorded: Recorded[Claim]) -> str:
    """What the validation curves of `recorded` show: accuracy, r2, or just a score if there are both."""
    names = [name for name in SCORES if wire.validation(name) in recorded.curves]
    return names[0] if len(names) == 1 else "score"


def data_sets(recorded: Recorded[Claim]) -> list[str]:
    """Their names, a panel each."""
    return list(recorded.replicas["dataset"].unique())


def quantiles(rows: pd.DataFrame, by: list[str], value: str, *keep: str) -> pd.DataFrame:
    """Columns low, median, high of `value` in every group of `by`, and the first of each column in `keep`."""
    groups = rows.groupby(by)
    columns = {name: groups[value].quantile(at) for at, name in QUANTILES.items()}
    return pd.DataFrame(columns | {name: groups[name].first() for name in keep}).reset_index()


def lines(
    ax: Axes, band: pd.DataFrame, x: str, style: dict[str, Appearance], markers: dict[str, str],
    alone: set[str] = frozenset(),  # type: ignore[assignment]
) -> None:  # fmt: skip
    """Median and band of every contestant along the column `x`; those `alone` get points and bars instead."""
    band = band.dropna(subset=[x, "median"]).sort_values(x)
    names = [name for name in style if name in set(band["contestant"])][::-1]  # the favourite last, so on top
    if not names:
        return
    for name, rows in ((name, band[band["contestant"] == name]) for name in names):
        own, apart = style[name], name in alone or len(rows) == 1
        # seaborn's lineplot draws the same, and takes ten times as long for its mapping of columns.
        ax.plot(
            rows[x], rows["median"], color=own.color, ls="" if apart else own.line, lw=1.5, gid=name,
            marker=markers.get(name, ""), ms=5.5, mec="white", mew=0.5,
        )  # fmt: skip
        if apart:
            ax.vlines(rows[x], rows["low"], rows["high"], color=own.color, lw=1.2, alpha=0.6)
        else:
            ax.fill_between(rows[x], rows["low"], rows["high"], color=own.color, alpha=0.15, lw=0)


def diverged(ax: Axes, replicas: pd.DataFrame, style: dict[str, Appearance], by: list[str]) -> None:
    """A × and `diverged/all` for every group of `by` in which replicas diverged, a line per contestant.

    replicas    with `x`, where the × stands; `by` begins with the contestant
    """
    bad = replicas[replicas["diverged_at"].notna()]
    names = [name for name in style if name in set(bad["contestant"])]
    if not names:
        return
    low, high = ax.get_ylim()
    share = 0.1  # of the panel's height for each contestant, below all curves
    room = share * len(names)
    ax.set_ylim(low - (high - low) * room / max(1 - room, 0.2), high)
    below = ax.get_xaxis_transform()
    for _, rows in replicas.groupby(by):
        lost, name = rows[rows["diverged_at"].notna()], str(rows["contestant"].iloc[0])
        if lost.empty:
            continue
        spot = lost["x"].median(), share * (names.index(name) + 0.5)
        ax.plot(*spot, "x", ms=5.5, mew=1.8, color=style[name].color, transform=below, gid="diverged")
        ax.annotate(
            f"{len(lost)}/{len(rows)}", spot, (5, 0), xycoords=below, textcoords="offset points",
            va="center", fontsize="small", color="0.25",
        )  # fmt: skip


def legend(style: dict[str, Appearance], replicas: pd.DataFrame, marker: bool) -> dict[str, Line2D]:
    """A line per contestant, and the × of replicas that diverged, if any did."""
    handles = {
        name: Line2D([], [], color=own.color, ls=own.line, lw=2, marker=own.marker if marker else "", ms=5.5)
        for name, own in style.items()
    }
    if replicas["diverged_at"].notna().any():
        handles["diverged/all"] = Line2D([], [], ls="", marker="x", mew=1.8, ms=5.5, color="0.3")
    return handles
