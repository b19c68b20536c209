"""How findings are shown: their rules in words, in the terminal, as pictures and on the page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np
import pytest
from tables import a_claim, recorded

from reports import findings
from reports import report
from reports import text
from reports.page import page
from reports.pictures import impossible as finding_plots
from reports.pictures.canvas import NARROW, WIDE, draw
from reports.findings.finding import Finding


def impossible(**entries) -> Finding:
    curves = {("xor", "linear", seed): [0.5, 0.75, 0.75] for seed in (0, 1)} | {("xor", "mlp", 0): [0.5, 1.0, 1.0]}
    return findings.judge(recorded(a_claim("impossible", **entries), curves), ("a remark",))


def identical(off: float = 0.001, tolerance: float = 0.01) -> Finding:
    curves = {
        (data_set, name, seed): [1.0, 0.5 + off * (name == "collapsed")]
        for data_set in ("iris", "wine") for name in ("mlp", "collapsed") for seed in (0, 1)
    }  # fmt: skip
    return findings.judge(recorded(a_claim("identical", tolerance=tolerance), curves), ())


def scaling() -> Finding:
    cells = {
        ("iris", name, size, 0): 1e-6 * size**power * (1 + 0.01 * (size == 200))
        for name, power in (("newton", 2), ("lbfgs", 1), ("adam", 1)) for size in (100, 200, 400)
    }  # fmt: skip
    made = recorded(a_claim("scaling"), {at: [1.0] for at in cells}, words=("parameters",), seconds=cells)
    return findings.judge(made, ())


ALL = {"impossible": impossible(), "identical": identical(), "scaling": scaling()}


def with_gid(ax, gid: str) -> list:
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def test_the_picture_of_a_bound_shows_the_largest_and_the_bound():
    (ax,) = finding_plots.under_the_bound(ALL["impossible"]).axes
    (line,) = with_gid(ax, "linear")
    assert line.get_xydata().tolist() == [[1, 0.5], [2, 0.75], [3, 0.75]]
    assert with_gid(ax, "bound")[0].get_ydata()[0] == 0.75


def test_the_picture_of_differences_has_a_line_per_network_and_the_tolerance():
    first, second = finding_plots.differences(ALL["identical"]).axes
    assert (first.get_title("center"), second.get_title("center")) == ("iris", "wine")
    lines = with_gid(first, "collapsed")
    assert len(lines) == 2
    assert first.get_yscale() == "log"
    assert lines[0].get_ydata()[1] == pytest.approx(0.001)
    assert lines[0].get_ydata()[0] == pytest.approx(0.001 / 30)  # which stands for 0, as its tick says
    assert first.get_yticklabels()[0].get_text() == "0"
    assert with_gid(first, "tolerance")[0].get_ydata()[0] == 0.01


def test_the_picture_of_times_has_a_point_per_size_and_the_fitted_power():
    (ax,) = finding_plots.time_against_size(ALL["scaling"]).axes
    (points,) = with_gid(ax, "newton")
    np.testing.assert_allclose(points.get_xdata(), [100, 200, 400])
    np.testing.assert_allclose(points.get_ydata(), [1e-2, 4.04e-2, 16e-2])
    assert any("newton 2.00" in text.get_text() for text in ax.figure.legends[0].get_texts())


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
@pytest.mark.parametrize(
    "finding",
    [*ALL.values(), identical(off=0, tolerance=0), identical(off=float("nan")), impossible(control=None)],
    ids=[*ALL, "equal", "one diverged", "no control"],
)
def test_every_picture_can_be_drawn(finding, canvas):
    image = draw(findings.KINDS[finding.claim.kind].draw(finding, canvas), canvas)
    assert image.width == int(canvas.width * canvas.dpi)


@pytest.mark.parametrize("kind", ALL)
def test_in_the_terminal(kind, capsys):
    report._print_finding(ALL[kind])
    said = capsys.readouterr().out
    assert said.startswith(f"mine: {ALL[kind].outcome}   “It is so”   (")
    for row in ALL[kind].rows:
        assert all(text in said for text in row)
    assert " ".join(ALL[kind].caveat.split()[:6]) in said


def test_the_rules_in_words():
    said = {kind: " ".join(text.rule(finding.claim)) for kind, finding in ALL.items()}
    assert "REVERSED if one of these values is above 0.75; SUPPORTED if none is" in said["impossible"]
    assert "A network of mlp, the control, must get past 0.75; else UNDECIDED" in said["impossible"]
    assert "SUPPORTED if none of these values is further apart than 0.01" in said["identical"]
    assert "with a probability of at least 0.95 e is above 1.5 for each of newton and lbfgs" in said["scaling"]
    assert "the clearest of them 0.975, the last 0.95" in said["scaling"]
    assert "every swept value of loss" in " ".join(text.rule(a_claim("impossible", across=["loss"])))


def test_on_the_page(monkeypatch):
    monkeypatch.setattr(page, "cpu_count", lambda: 1)
    text = page.render(list(ALL.values()), "http://127.0.0.1:5000", datetime.now(UTC))
    assert text.count("<img ") == 3
    assert text.count("The rule, fixed before") == 3
    for finding in ALL.values():
        assert f'<span class="badge {finding.outcome}">' in text
        assert finding.headline in text
        assert finding.reason in text
    assert "a remark" in text
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', text)
    assert alts[0].endswith("against the bound: largest accuracy 0.75, bound 0.75.")
