"""Which effects a sweep could decide, said before it."""

from __future__ import annotations

import pytest
from build import a_claim, led, spread

from reports.errors import TooFewPairs
from reports.statistics.posterior import SHARED
from reports.statistics.power import Design
from reports.verdicts import planning


def test_near_optimal_is_about_the_lower_end():
    design = Design(12, 10, 0.01, 0.01, 0.4)
    superior, near = (planning.sentences(a_claim(kind), design, "x") for kind in ("superiority", "near_optimal"))
    assert len(superior) == 2
    assert len(near) == 1
    # 0.0122/√12 = 0.0035; about (1.88 + 0.87) of them beyond the edge: 0.0198 and −0.0002.
    assert "a mean effect of +0.020 or more" in superior[0]
    assert "a mean effect of 0.000 or more" in near[0]


def test_the_spreads_that_were_given_are_taken_and_others_assumed():
    design, known = planning.assumed(3, 10, 0.4, (0.05, None))
    assert design == Design(3, 10, 0.05, planning.WITHIN, SHARED)
    assert known == "assumed; --between and --within say others"
    assert planning.assumed(3, 10, 0.4, (0.05, 0.01)) == (Design(3, 10, 0.05, 0.01, SHARED), "as given")


def test_recorded_spreads_are_those_of_the_rival_that_is_known_worst():
    claim = a_claim(rivals=["sgd", "momentum"])
    table = led(spread(6, 4, 0.01), 0.001, sgd=0.02, momentum=[0.0, 0.1] * 3)
    design, worst = planning.recorded(claim, table)
    assert worst == "momentum"
    assert (design.data_sets, design.seeds) == (6, 4)
    assert design.between == pytest.approx(0.0548, rel=0.05)  # of 0 and 0.1 in turn
    with pytest.raises(TooFewPairs, match="no two data sets were recorded for both contestants"):
        planning.recorded(claim, table[table["dataset"] == "d0"])
