"""The pictures of claims that compare no means."""

from __future__ import annotations

import numpy as np
import pytest
from build import artists, of_identical, of_impossible

from reports.pictures import gallery
from reports.pictures.drawing.canvas import NARROW, WIDE, draw
from reports.pictures.identical import distances
from reports.pictures.impossible import under_the_bound
from reports.pictures.scaling import time_against_size


def test_the_picture_of_a_bound_shows_the_largest_and_the_bound(findings):
    (ax,) = under_the_bound(findings["impossible"]).axes
    (line,) = artists(ax, "linear")
    assert line.get_xydata().tolist() == [[1, 0.5], [2, 0.75], [3, 0.75]]
    assert artists(ax, "bound")[0].get_ydata()[0] == 0.75


def test_the_picture_of_differences_has_a_line_per_network_and_the_tolerance(findings):
    first, second = distances(findings["identical"]).axes
    assert (first.get_title("center"), second.get_title("center")) == ("iris", "wine")
    lines = artists(first, "collapsed")
    assert len(lines) == 2
    assert first.get_yscale() == "log"
    assert lines[0].get_ydata()[1] == pytest.approx(0.001)
    assert lines[0].get_ydata()[0] == pytest.approx(0.001 / 30)  # which stands for 0, as its tick says
    assert first.get_yticklabels()[0].get_text() == "0"
    assert artists(first, "tolerance")[0].get_ydata()[0] == 0.01


def test_the_picture_of_times_has_a_point_per_size_and_the_fitted_power(findings):
    (ax,) = time_against_size(findings["scaling"]).axes
    (points,) = artists(ax, "newton")
    np.testing.assert_allclose(points.get_xdata(), [100, 200, 400])
    np.testing.assert_allclose(points.get_ydata(), [1e-2, 4.04e-2, 16e-2])
    assert any("newton 2.00" in text.get_text() for text in ax.figure.legends[0].get_texts())


def drawn_as_it_is(finding, canvas) -> None:
    image = draw(gallery.picture(finding.claim.kind).draw(finding, canvas), canvas)
    assert image.width == int(canvas.width * canvas.dpi)


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
@pytest.mark.parametrize("kind", ["impossible", "identical", "scaling"])
def test_every_picture_can_be_drawn(findings, kind, canvas):
    drawn_as_it_is(findings[kind], canvas)


ODD = {
    "equal": lambda: of_identical(off=0, tolerance=0),
    "one diverged": lambda: of_identical(off=float("nan")),
    "no control": lambda: of_impossible(control=None),
}


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
@pytest.mark.parametrize("odd", ODD)
def test_every_picture_can_be_drawn_of_odd_findings(odd, canvas):
    drawn_as_it_is(ODD[odd](), canvas)
