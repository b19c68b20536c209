"""What all pictures share: their size and style, each contestant's appearance, panels, and the key above them."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from math import ceil
from typing import Any, Literal, ParamSpec

import matplotlib as mpl
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.claims.claim import Claim
from reports.pictures.drawing.drawn import Image

INK = "0.1"  # means
SHADE = "0.88"  # the ROPE
EDGE = "0.25"  # a line that must not be crossed
STYLE = {
    **sns.axes_style("ticks"),
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the same picture on every machine
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.labelsize": 9.0,
    "figure.labelsize": 9.5,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "legend.fontsize": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "0.35",
    "figure.facecolor": "white",
}
# seaborn's colour-blind palette, in an order that keeps the first few apart in lightness as well as in hue.
COLORS = [sns.color_palette("colorblind")[index] for index in (0, 1, 2, 4, 9, 3, 5, 7, 8, 6)]
MARKERS = "os^DvPph<>*d"


@dataclass(frozen=True)
class Canvas:
    """How wide a picture is (inches), how many small panels stand side by side, and its sharpness."""

    width: float
    columns: int
    dpi: int


WIDE = Canvas(10.5, 4, 130)
NARROW = Canvas(4.4, 2, 170)  # on a phone 4.4 inches become 340 pixels, so 9 points stay 9 pixels


@dataclass(frozen=True)
class Appearance:
    """How a contestant is drawn in all pictures; shape and dashes tell apart what colour alone may not."""

    color: tuple[float, float, float]
    marker: str
    dashes: tuple[float, ...]

    @property
    def line(self) -> Any:
        """The line style in matplotlib's words."""
        return (0, self.dashes) if self.dashes else "-"


def appearances(claim: Claim) -> dict[str, Appearance]:
    """Level that takes part → how it is drawn, the favourite first; the palette starts again, dashed, after ten."""
    return {
        name: Appearance(
            COLORS[index % len(COLORS)],
            MARKERS[index % len(MARKERS)],
            (3.0, 1.5) if index // len(COLORS) % 2 else (),
        )
        for index, name in enumerate(claim.levels)
    }


P = ParamSpec("P")


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """`draw` under our style, whatever the process' own matplotlib settings are."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with mpl.rc_context(STYLE):
            return draw(*args, **kwargs)

    return drawn


def panels(
    count: int,
    canvas: Canvas,
    height: float,
    columns: int | None = None,
    sharey: bool = False,
    layout: Literal["constrained"] | None = "constrained",
) -> tuple[Figure, list[Axes]]:
    """A figure with `count` panels, each `height` inches high, in as even rows as `columns` allows."""
    rows = ceil(count / (columns or canvas.columns))
    wide = ceil(count / rows)
    fig = Figure(figsize=(canvas.width, rows * height + 0.7), layout=layout)
    grid = fig.subplots(rows, wide, squeeze=False, sharey=sharey).ravel()
    for spare in grid[count:]:
        spare.remove()
    return fig, list(grid[:count])


def small_multiples(count: int, canvas: Canvas, height: float, sharey: bool = False) -> tuple[Figure, list[Axes]]:
    """The same for many panels alike, with a title and nothing but numbers at their ticks.

    Their margins are known without asking every text for its size, as matplotlib's layouts do: that takes longer than
    all the rest of such a picture.
    """
    return panels(count, canvas, height, sharey=sharey, layout=None)


def key(fig: Figure, canvas: Canvas, handles: Mapping[str, Artist]) -> None:
    """The legend above the panels, in as many columns as its longest word leaves room for."""
    labels = [written(label, 24) for label in handles]
    columns = int(canvas.width / (0.5 + 0.078 * max(map(len, labels))))
    columns = max(1, min(columns, len(labels)))
    above = 0.19 * ceil(len(labels) / columns)
    fig.set_figheight(fig.get_figheight() + above)
    place: Literal["outside upper left", "upper left"] = (
        "outside upper left" if fig.get_layout_engine() else "upper left"
    )
    fig.legend(list(handles.values()), labels, loc=place, ncols=columns, frameon=False, columnspacing=1.4)
    if not fig.get_layout_engine():
        _arrange(fig, above + 0.1)


def _arrange(fig: Figure, above: float) -> None:
    """Place small multiples below their key, which is `above` inches high: room for titles, ticks and the labels."""
    width, height = fig.get_size_inches()
    fig.supxlabel(fig.get_supxlabel(), y=0.05 / height, va="bottom")
    fig.supylabel(fig.get_supylabel(), x=0.05 / width, ha="left")
    rows, columns = fig.axes[0].get_subplotspec().get_gridspec().get_geometry()  # type: ignore[union-attr]
    labels = (label for ax in fig.axes for label in ax.yaxis.get_major_formatter().format_ticks(list(ax.get_yticks())))
    ticks, title, bottom = 0.13 + 0.07 * max(map(len, labels)), 0.27, 0.22  # inches, at the sizes in STYLE
    left, down = 0.25 + ticks, 0.25 + bottom
    inner = (width - left - 0.1 - (columns - 1) * ticks) / columns
    panel = (height - above - down - title - (rows - 1) * (title + bottom)) / rows
    fig.subplots_adjust(
        left=left / width, right=1 - 0.1 / width, bottom=down / height, top=1 - (above + title) / height,
        wspace=ticks / inner, hspace=(title + bottom) / panel,
    )  # fmt: skip


def written(name: str, most: int) -> str:
    """`name` as matplotlib shall print it: shortened in the middle, no formula in it, never a hidden label."""
    if len(name) > most:
        name = name[: most // 2] + "…" + name[len(name) - (most - most // 2 - 1) :]
    return ("\u2009" if name.startswith("_") else "") + name.replace("$", r"\$")


def draw(fig: Figure, canvas: Canvas) -> Image:
    """`fig` at the sharpness of `canvas`, as lossless WebP: all browsers know it, and it is half as large as PNG.

    The layout is found once and then kept; left to itself, matplotlib would find it twice for one picture.
    """
    buffer = BytesIO()
    fig.set_dpi(canvas.dpi)
    with warnings.catch_warnings(), mpl.rc_context(STYLE):
        warnings.filterwarnings("ignore", "Glyph .* missing")  # a name in Chinese; the page's tables have it
        if engine := fig.get_layout_engine():
            engine.execute(fig)
        fig.set_layout_engine(None)
        fig.savefig(buffer, format="webp", dpi=canvas.dpi, pil_kwargs={"lossless": True, "quality": 20, "method": 2})
    width, height = (int(inches * canvas.dpi) for inches in fig.get_size_inches())
    return Image("data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode(), width, height)
