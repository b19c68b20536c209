"""Past the bound or not, on a few networks written out by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from build import a_claim, written

from reports.claims.outcome import Outcome
from reports.findings import impossible

NAN = float("nan")
BELOW = {("xor", "linear", 0): [0.5, 0.75], ("xor", "linear", 1): [0.75, 0.25], ("xor", "mlp", 0): [0.5, 1.0]}


def found(curves, claim=None, **more):
    return impossible.judge(written(claim or a_claim("impossible"), curves, **more))


def test_no_network_gets_past_the_bound_and_the_control_does():
    finding = found(BELOW)
    assert finding.outcome is Outcome.SUPPORTED
    assert finding.reason == "none of 2 networks gets past 0.75 after any epoch; the control does: mlp 1"
    assert finding.headline == "largest accuracy 0.75, bound 0.75"
    assert finding.rows == (
        ("linear", "2", "2", "0", "0.75", "xor, seed 0, trial 0, epoch 2"),
        ("mlp (control)", "1", "2", "1", "1", "xor, seed 0, trial 0, epoch 2"),
    )


def test_one_network_at_one_epoch_refutes_it_and_is_named():
    finding = found(BELOW | {("xor", "linear", 1): [0.8, 0.25]})
    assert finding.outcome is Outcome.REVERSED
    assert finding.reason == "linear reaches 0.8, past 0.75: xor, seed 1, trial 0, epoch 1"


def test_the_tolerance_is_not_past_the_bound():
    curves = BELOW | {("xor", "linear", 1): [0.8, 0.25]}
    assert found(curves, a_claim("impossible", tolerance=0.06)).outcome is Outcome.SUPPORTED
    assert found(curves, a_claim("impossible", tolerance=0.04)).outcome is Outcome.REVERSED


def test_a_control_that_learns_nothing_shows_that_nothing_was_shown():
    finding = found(BELOW | {("xor", "mlp", 0): [0.5, 0.75]})
    assert finding.outcome is Outcome.UNDECIDED
    assert "mlp, the control, does not get past 0.75 either" in finding.reason


def test_without_a_control_the_bound_alone_decides():
    without = {at: values for at, values in BELOW.items() if at[1] == "linear"}
    assert found(without, a_claim("impossible", control=None)).reason == (
        "none of 2 networks gets past 0.75 after any epoch"
    )


def test_what_diverged_says_nothing():
    gone = {at: [NAN, NAN] if at[1] == "linear" else values for at, values in BELOW.items()}
    finding = found(gone)
    assert finding.outcome is Outcome.UNDECIDED
    assert "linear has no value at all" in finding.reason


def test_a_word_that_is_swept_is_named():
    claim = a_claim("impossible", across=["loss"])
    curves = {("xor", "linear", "hinge", 0): [0.5], ("xor", "linear", "cross_entropy", 0): [0.9]} | {
        ("xor", "mlp", "hinge", 0): [1.0]
    }
    finding = found(curves, claim, words=("loss",))
    assert finding.reason == "linear reaches 0.9, past 0.75: xor, loss=cross_entropy, seed 0, trial 0, epoch 1"


def test_the_largest_value_and_the_median_by_epoch():
    table = found(BELOW).evidence.query("contestant == 'linear'")
    assert table[["epoch", "largest", "median"]].to_numpy().tolist() == [[1, 0.75, 0.625], [2, 0.75, 0.5]]


@pytest.mark.parametrize(("seeds", "share"), [(2, "77.6%"), (30, "9.5%"), (100, "3.0%")])
def test_what_seeds_without_one_say_of_further_ones(seeds, share):
    """1 − 0.05^(1/S): 1 − √0.05 = 0.776 of two seeds; about 3/S of a hundred."""
    curves = {("xor", "linear", seed): [0.75] for seed in range(seeds)} | {("xor", "mlp", 0): [1.0]}
    assert f"fewer than {share} of further seeds" in found(curves).caveat


def test_no_line_has_more_than_three_of_the_four_points_right():
    """What runs cannot prove, all lines together do: they part the corners in 14 ways, and XOR is none of them.

    Lines w·x + b = 0 with w on a fine circle and every b between the corners' projections: all that there are.
    """
    corners = np.array(list(itertools.product([1.0, -1.0], repeat=2)))
    xor = corners[:, 0] != corners[:, 1]
    ways = set()
    for angle in np.linspace(0, 2 * np.pi, 720, endpoint=False) + 0.001:
        along = corners @ [np.cos(angle), np.sin(angle)]
        edges = np.sort(along)
        for b in (edges[0] - 1, *(edges[:-1] + edges[1:]) / 2, edges[-1] + 1):
            ways.add(tuple(along > b))
    assert len(ways) == 14
    assert max((np.array(way) == xor).mean() for way in ways) == 0.75
