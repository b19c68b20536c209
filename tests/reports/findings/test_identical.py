"""How far apart, on a few networks written out by hand."""

from __future__ import annotations

import pytest
from build import a_claim, written

from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.findings import identical

NAN = float("nan")
ONE = {("iris", "mlp", 0): [1.0, 0.5], ("iris", "mlp", 1): [1.0, 0.25]}
SAME = ONE | {("iris", "collapsed", 0): [1.0, 0.5], ("iris", "collapsed", 1): [1.0, 0.25]}


def found(curves, claim=None, **more):
    return identical.judge(written(claim or a_claim("identical"), curves, **more))


def test_equal_to_the_last_bit():
    finding = found(SAME, a_claim("identical", tolerance=0))
    assert finding.outcome is Outcome.SUPPORTED
    assert finding.headline == "largest difference 0, tolerance 0"
    # two networks, two epochs, five curves; the loss fell from 1 to 0.25
    assert finding.rows == (("mlp and collapsed", "2", "20", "0", "equal to the last bit", "losses by up to 0.75"),)


@pytest.mark.parametrize(("off", "outcome"), [(0.0078125, Outcome.SUPPORTED), (0.015625, Outcome.REVERSED)])
def test_a_difference_in_one_curve_of_one_network_at_one_epoch(off, outcome):
    """The tolerance is 0.01; 1/128 is within it, and 1/64 is not."""
    losses = {"validation_loss": {("iris", "collapsed", 1): [1.0, 0.25 + off]}}
    finding = found(SAME, **losses)
    assert finding.outcome is outcome
    assert "validation_loss on iris, seed 1, trial 0, epoch 2" in finding.rows[0][4]
    if outcome is Outcome.REVERSED:
        assert finding.reason == (
            "mlp and collapsed are 0.016 apart, more than 0.01: validation_loss on iris, seed 1, trial 0, epoch 2"
        )


def test_two_that_diverge_together_are_equal_and_one_that_does_alone_is_not():
    both = {at: [1.0, NAN] if at[2] == 0 else values for at, values in SAME.items()}
    assert found(both).outcome is Outcome.SUPPORTED
    one = SAME | {("iris", "collapsed", 0): [1.0, NAN]}
    finding = found(one)
    assert finding.outcome is Outcome.REVERSED
    assert "∞ (only one diverged)" in finding.reason


def test_networks_that_learn_nothing_are_equal_without_saying_anything():
    still = {at: [1.0, 1.0] for at in SAME}
    finding = found(still)
    assert finding.outcome is Outcome.UNDECIDED
    assert "training changed no loss by more than 0.01" in finding.reason


def test_every_contestant_is_held_against_the_first():
    claim = a_claim("identical", contestants=["mlp", "collapsed", "third"])
    finding = found(SAME | {("iris", "third", 0): [1.0, 0.75]}, claim)
    assert [row[:2] for row in finding.rows] == [("mlp and collapsed", "2"), ("mlp and third", "1")]
    assert finding.reason.startswith("mlp and third are 0.25 apart")


def test_nothing_to_compare():
    with pytest.raises(TooFewPairs, match="mlp and collapsed: no network was recorded of both"):
        found(ONE)


def test_networks_are_compared_at_equal_words_only():
    claim = a_claim("identical", across=["epochs"])
    curves = {("iris", "mlp", "3", 0): [1.0, 0.5], ("iris", "mlp", "5", 0): [2.0, 1.5]} | {
        ("iris", "collapsed", "3", 0): [1.0, 0.5], ("iris", "collapsed", "5", 0): [2.0, 1.0],
    }  # fmt: skip
    finding = found(curves, claim, words=("epochs",))
    assert "on iris, epochs=5, seed 0" in finding.reason
