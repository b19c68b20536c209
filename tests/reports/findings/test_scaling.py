"""Exponents of times that were made up, so that the answer is plain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from build import a_claim, written
from scipy import stats

from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.findings import scaling

SIZES = (100, 200, 400, 800)
GROWTH = {"newton": 2.0, "lbfgs": 1.0, "adam": 1.0}
NOISE = (1.02, 0.99, 1.0, 1.01)


def found(claim=None, growth=GROWTH, noise=NOISE, sizes=SIZES, data_sets=("iris", "wine"), epochs=2):
    """Time per epoch = 1e-6 · parameters^growth, ten times that on wine; `noise` multiplies it size by size."""
    curves, seconds = {}, {}
    for data_set in data_sets:
        for name, power in growth.items():
            for size, by in zip(sizes, noise, strict=False):
                at = (data_set, name, size, 0)
                curves[at] = [1.0] * epochs
                seconds[at] = epochs * 1e-6 * size**power * by * (10 if data_set == "wine" else 1)
    made = written(claim or a_claim("scaling"), curves, words=("parameters",), seconds=seconds)
    return scaling.judge(made)


def test_a_power_is_found_whatever_a_data_set_costs():
    finding = found(noise=(1, 1, 1, 1))
    for name, power in GROWTH.items():
        fit = scaling.slope(name, finding.evidence.query(f"contestant == '{name}'"))
        assert fit.exponent == pytest.approx(power)
        assert fit.freedom == 8 - 2 - 1


def test_the_error_of_an_exponent_is_that_of_a_regression():
    """One data set: scipy's own line through the logarithms."""
    cells = found(data_sets=("iris",)).evidence.query("contestant == 'newton'")
    fit = scaling.slope("newton", cells)
    line = stats.linregress(np.log(cells["parameters"]), np.log(cells["seconds"]))
    assert (fit.exponent, fit.error) == pytest.approx((line.slope, line.stderr))
    assert fit.above(line.slope) == 0.5
    low, high = fit.interval
    assert (fit.above(low), fit.above(high)) == pytest.approx((0.975, 0.025))


def test_seconds_are_per_epoch_and_the_least_of_the_networks():
    curves = {("iris", "newton", 100, seed): [1.0, 1.0] for seed in (0, 1)}
    seconds = {("iris", "newton", 100, 0): 8.0, ("iris", "newton", 100, 1): 6.0}
    made = written(a_claim("scaling"), curves, words=("parameters",), seconds=seconds)
    assert scaling.seconds(made)["seconds"].tolist() == [3.0]


@pytest.mark.parametrize(
    ("growth", "outcome"),
    [
        ({"newton": 2.0, "lbfgs": 3.0, "adam": 1.0}, Outcome.SUPPORTED),
        ({"newton": 1.0, "lbfgs": 0.5, "adam": 1.0}, Outcome.REVERSED),
        ({"newton": 2.0, "lbfgs": 1.0, "adam": 1.0}, Outcome.CONDITIONAL),
        ({"newton": 2.0, "lbfgs": 1.5, "adam": 1.0}, Outcome.UNDECIDED),
        ({"newton": 2.0, "lbfgs": 3.0, "adam": 2.0}, Outcome.UNDECIDED),
    ],
)
def test_every_outcome(growth, outcome):
    assert found(growth=growth).outcome is outcome


def test_the_reason_says_who_grows_how():
    assert found().reason == (
        "the training time of newton grows faster than parameters to the power of 1.5; "
        "the training time of lbfgs grows slower than parameters to the power of 1.5"
    )
    assert "more sizes would decide on lbfgs" in found(growth=GROWTH | {"lbfgs": 1.5}).reason
    assert "adam, the control, is not below 1.5" in found(growth=GROWTH | {"adam": 2.0}).reason


def test_two_sizes_of_one_data_set_have_no_error():
    with pytest.raises(TooFewPairs, match="newton: an exponent needs three sizes"):
        found(sizes=(100, 200), data_sets=("iris",))


def test_times_of_several_sweeps_are_remarked_on():
    made = found().recorded
    runs = made.runs.assign(sweep=["before", *["now"] * (len(made.runs) - 1)])
    assert "more than one sweep" in scaling.judge(replace(made, runs=runs)).remarks[0]


def test_the_table():
    newton, lbfgs, adam = found(noise=(1, 1, 1, 1)).rows
    assert newton[0] == "newton"
    assert newton[1].startswith("2.00 [2.00, 2.00]")
    assert newton[4] == "0.01 with 100 parameters, 6.4 with 800"
    assert (newton[-1], lbfgs[-1], adam[0], adam[-1]) == ("SUPPORTED", "REVERSED", "adam (control)", "–")
