"""What is said of the data sets without loading them is true."""

from __future__ import annotations

import pytest
from registry import ids, levels

from datasets import cards

UNKNOWN = {"table", "openml"}  # what they hold depends on their words
ELSEWHERE = {"fashion_mnist"}  # not on every machine: see test_fashion.py


def test_every_data_set_has_a_card():
    assert {level.name for level in levels("dataset")} - UNKNOWN == set(cards.read())


@pytest.mark.parametrize("level", [x for x in levels("dataset") if x.name not in UNKNOWN | ELSEWHERE], ids=ids)
def test_a_card_says_what_the_data_are(level):
    data = level.build().load()
    rows, features = data.x.shape
    majority = None if data.is_regression else round(data.majority_rate, 4)
    found = {"rows": rows, "features": features, "classes": len(data.classes), "majority": majority}
    card = cards.read()[level.name]
    assert found == {name: getattr(card, name) for name in found}  # if it is new: what to write into its card
    assert card.source
    assert card.licence


def test_a_card_of_a_real_set_says_who_published_it():
    for name, card in cards.read().items():
        assert bool(card.citation) == (card.source != "a formula"), name
