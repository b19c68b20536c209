"""What a card says that models reach, and that the set can tell apart: there for every set, and reached again."""

from __future__ import annotations

import math

import numpy as np
import pytest
from benchmarks import measure_sets
from registry import named

from datasets import cards

ELSEWHERE = {"fashion_mnist"}  # not on every machine


def test_every_set_was_measured():
    measured = {name for name, card in cards.read().items() if card.measured}
    assert measured - ELSEWHERE == set(cards.read()) - ELSEWHERE


def test_figures_are_figures_and_a_set_with_groups_has_one_for_a_random_split():
    for name, card in cards.read().items():
        if found := card.measured:
            scores = (found.linear, found.network, found.trees)
            assert all(map(math.isfinite, scores)), name
            assert max(scores) <= 1, name
            assert 0 <= found.discrimination < math.inf, name
            assert math.isnan(found.random_split) != bool(card.group), name


def test_discrimination_by_hand():
    """Three contestants, two seeds, means 1, 2 and 6: the variance of means is 7, that of a mean's error 1/4."""
    scores = np.array([[1.5, 0.5], [2, 2], [5.5, 6.5]])
    assert measure_sets.discrimination(scores) == pytest.approx(math.sqrt(7 / 0.25 - 1))
    assert measure_sets.discrimination(np.array([[0.5, 0.9], [0.5, 0.9]])) == 0  # what all share is no spread
    assert measure_sets.discrimination(np.array([[0.5, 0.7], [0.7, 0.5]])) == 0


def test_discrimination_of_contestants_that_are_alike_is_seldom_more_than_1():
    rng = np.random.default_rng(0)
    found = [measure_sets.discrimination(rng.normal(size=(6, 5))) for _ in range(500)]
    assert np.mean(np.array(found) > 1) < 0.15


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, card in cards.read().items() if card.measured])
def test_the_figures_are_reached(name):
    known = cards.read()[name].measured
    data = measure_sets.rows_of(named("dataset", name).build().load())
    found = {
        "linear": measure_sets.scores_of(measure_sets.cell_of(name, data, measure_sets.LINEAR), data),
        "network": measure_sets.scores_of(measure_sets.cell_of(name, data), data),
        "trees": measure_sets.scores_of_trees(data),
    }
    for model, scores in found.items():
        assert scores.mean() >= getattr(known, model) - 0.05, model
