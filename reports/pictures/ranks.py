"""Critical differences: mean ranks over data sets, and which contestants cannot be told apart."""

from __future__ import annotations

from matplotlib.figure import Figure

from reports.claims.comparison import Comparison
from reports.evidence.ranks import Ranks
from reports.judgement import Exhibit
from reports.pictures.drawing.canvas import INK, WIDE, Canvas, appearances, styled, written
from reports.pictures.drawing.picture import Picture


@styled
def critical_difference(claim: Comparison, ranks: Ranks, canvas: Canvas = WIDE) -> Figure:
    """Contestants on a line of mean ranks, the best on the left; a bar joins those that cannot be told apart."""
    from scikit_posthocs import critical_difference_diagram  # takes two seconds, with what it imports

    style = appearances(claim)
    names = {name: written(name, 24 if canvas.columns > 2 else 14) for name in ranks.mean}
    fig = Figure(figsize=(canvas.width, 1.5 + 0.2 * len(names)), layout="constrained")
    ax = fig.subplots()
    critical_difference_diagram(
        {names[name]: rank for name, rank in ranks.mean.items()},
        ranks.pairs.rename(index=names, columns=names),
        cd=ranks.critical,
        alpha=ranks.alpha,
        ax=ax,
        label_fmt_left="{label} {rank:.2f}",
        label_fmt_right="{rank:.2f} {label}",
        color_palette={names[name]: style[name].color for name in names},
        crossbar_props={"color": INK, "marker": "", "linewidth": 2},
    )
    return fig


def _ranks(exhibit: Exhibit) -> Ranks | None:
    return exhibit.evidence.described.ranks if exhibit.evidence.described else None


def _shown(exhibit: Exhibit) -> Ranks:
    ranks = _ranks(exhibit)
    assert ranks is not None  # else `when` says that there is nothing to draw
    return ranks


def _alt(exhibit: Exhibit) -> str:
    ranks = _shown(exhibit)
    means = ", ".join(f"{name} {rank:.2f}" for name, rank in ranks.mean.items())
    return f"Mean ranks over data sets: {means}. Critical difference {ranks.critical:.2f}."


def _caption(exhibit: Exhibit) -> str:
    ranks = _shown(exhibit)
    return (
        f"Mean ranks over data sets, the best on the left. A bar joins contestants that cannot be told apart "
        f"(Nemenyi, at {ranks.alpha:.3g}); Friedman’s test that all are alike has p = {ranks.p:.2g}. Ranks "
        f"know nothing of the ROPE."
    )


PICTURE = Picture[Exhibit](
    "Critical differences",
    _alt,
    _caption,
    lambda exhibit, canvas: critical_difference(exhibit.judged.claim, _shown(exhibit), canvas),
    lambda exhibit: _ranks(exhibit) is not None,
)
