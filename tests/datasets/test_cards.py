"""What is said of the data sets without loading them is true."""

from __future__ import annotations

import pytest
from registry import ids, levels

from datasets import cards

UNKNOWN = {"table", "openml"}  # what they hold depends on their words


def test_every_data_set_has_a_card():
    assert {level.name for level in levels("dataset")} - UNKNOWN == set(cards.read())


@pytest.mark.parametrize("level", [x for x in levels("dataset") if "draw" in x.entries], ids=ids)
def test_a_card_of_a_formula_says_what_the_data_are(level):
    """Those of real sets: test_bundled.py."""
    card, data = cards.read()[level.name], level.build().load()
    assert cards.facts(data) == {
        name: getattr(card, name) for name in cards.facts(data)
    }  # if it is new: what its card should say
    assert card.source
    assert card.licence


def test_a_card_of_a_real_set_says_who_published_it():
    for name, card in cards.read().items():
        assert bool(card.citation) == (card.source != "a formula"), name
