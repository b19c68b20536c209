"""Power and sizes, against textbook figures and against the model itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reports.statistics import power
from reports.statistics.posterior import CHAINS, KEPT, Measured, drawn
from reports.statistics.power import Design


def alone(seeds: int) -> Design:
    """Independent seeds of one data set: the textbook's one-sample t-test, effects in standard deviations."""
    return Design(1, seeds, 0.0, 1.0, 0.0)


def test_one_data_set_without_overlap_is_the_textbooks_t_test():
    """Cohen (1988), table 2.3, and G*Power: one sample, one-sided 5 %, d = 0.5 takes 27 for a power of 0.80."""
    assert power.seeds_needed(alone(5), 0.5, (0.0,), 0.95) == 27
    assert alone(27).power(0.5, 0.0, 0.95) == pytest.approx(0.8118, abs=1e-3)
    assert alone(27).power(0.0, 0.0, 0.95) == pytest.approx(0.05, abs=1e-6)
    assert alone(27).detectable(0.0, 0.95) == pytest.approx(0.4914, abs=1e-3)


def test_what_is_detectable_is_found_with_the_probability_that_was_asked_for():
    for many in (1, 2, 3, 12):
        design = Design(many, 10, 0.02, 0.02, 0.4)
        assert design.power(design.detectable(0.01, 0.95), 0.01, 0.95) == pytest.approx(0.8, abs=1e-6)


def test_the_error_by_hand():
    """√((0.03² + 0.02² (1/10 + 0.4)) / 12) = √(0.0011 / 12)."""
    assert Design(12, 10, 0.03, 0.02, 0.4).error == pytest.approx(np.sqrt(0.0011 / 12))


def test_a_design_is_read_from_pairs_by_hand():
    """Means 0.02 and 0.06; within: variance 0.0002; between: 0.0008 − 0.0002 (1/2 + 0.1) = 0.00068.

    One data set alone may share all that its splits do.
    """
    rows = [("a", 0, 0.01), ("a", 1, 0.03), ("b", 0, 0.05), ("b", 1, 0.07)]
    table = pd.DataFrame(rows, columns=["dataset", "seed", "difference"]).assign(overlap=0.4, step=0.001)
    design = Design.of(table)
    assert (design.data_sets, design.seeds, design.overlap) == (2, 2, 0.1)
    assert design.within**2 == pytest.approx(0.0002)
    assert design.between**2 == pytest.approx(0.00068)
    assert Design.of(table[table["seed"] == 0]).between == pytest.approx(np.sqrt(0.0008), rel=0.01)
    assert Design.of(table[table["dataset"] == "a"]).overlap == 0.4


def test_equivalence_needs_both_ends():
    design = Design(20, 10, 0.01, 0.01, 0.4)
    one = design.power(0.0, -0.01, 0.95)
    assert design.decided(0.0, (-0.01, 0.01), 0.95) == pytest.approx(2 * one - 1)
    assert design.decided(0.009, (-0.01, 0.01), 0.95) < 0.1
    assert design.decided(0.05, (-0.01, 0.01), 0.95) == pytest.approx(design.power(0.05, 0.01, 0.95))
    assert design.decided(-0.05, (-0.01, 0.01), 0.95) == pytest.approx(design.power(0.05, 0.01, 0.95))


def test_seeds_help_only_where_seeds_are_the_trouble():
    noisy, mixed = Design(8, 3, 0.001, 0.05, 0.001), Design(8, 3, 0.05, 0.001, 0.4)
    few = power.seeds_needed(noisy, 0.03, (-0.01, 0.01), 0.95)
    assert few is not None
    assert 3 < few < 40
    assert power.seeds_needed(mixed, 0.03, (-0.01, 0.01), 0.95) is None
    # Normal theory: ((1.645 + 0.842) · 0.05 / 0.02)² = 38.7; Student’s t takes a little more.
    assert power.data_sets_needed(mixed, 0.03, (-0.01, 0.01), 0.95) == 41
    assert power.data_sets_needed(mixed, 0.01, (-0.01, 0.01), 0.95) is None


def means(design: Design, effect: float, tables: int, rng: np.random.Generator) -> np.ndarray:
    """Draws of the mean effect, (tables, draws): every chain of the sampler sees a table of its own."""
    shape = CHAINS, design.data_sets
    found = []
    for _ in range(tables // CHAINS):
        spread = np.sqrt(design.between**2 + design.within**2 * (1 / design.seeds + design.overlap))
        seen = Measured(
            tuple(f"d{place}" for place in range(design.data_sets)),
            np.full(design.data_sets, design.seeds),
            effect + spread * rng.standard_normal(shape),
            design.within**2 * rng.chisquare(design.seeds - 1, shape),
            np.full(design.data_sets, design.overlap),
            np.full(design.data_sets, 1e-8),
        )
        # The draws come step by step, one per chain.
        found.append(drawn([seen], rng)[0].mean.reshape(KEPT, CHAINS).T)
    return np.concatenate(found)


def test_the_approximation_is_close_to_the_model():
    rng = np.random.default_rng(2)
    for design in (Design(6, 10, 0.01, 0.02, 0.4), Design(12, 10, 0.02, 0.02, 0.4)):
        draws = means(design, design.detectable(0.01, 0.95), 256, rng)
        assert ((draws > 0.01).mean(axis=1) >= 0.95).mean() == pytest.approx(0.8, abs=0.08)
