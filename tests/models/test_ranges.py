"""What fields may be, beside the fields: what is refused, and what the message says."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from math import inf, nan

import numpy as np
import pytest
from registry import ids, levels

from models.ranges import Checked, Choice, Range, choice, legal, number, within


@dataclass(frozen=True)
class Record(Checked):
    """A field of every sort; `free` says nothing."""

    sizes: list[int] = field(metadata=within(least=1, called="sizes of boxes"))
    rate: float = number(0.5, above=0)
    share: float = number(0.5, least=0, below=1)
    alpha: float = number(0.5, above=0, most=1)
    count: int = number(3, least=1, most=20_000)
    link: str = choice("straight", ("straight", "bent"))
    free: bool = False


@dataclass(frozen=True)
class Heir(Record):
    """Another default, the same range."""

    rate: float = 0.25


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rate": 0.0}, "rate must be above 0, not 0.0"),
        ({"rate": nan}, "rate must be above 0, not nan"),
        ({"rate": inf}, "rate must be above 0, not inf"),
        ({"share": 1.0}, "share must be at least 0 and below 1, not 1.0"),
        ({"share": -0.1}, "share must be at least 0 and below 1, not -0.1"),
        ({"alpha": 0.0}, "alpha must be above 0 and at most 1, not 0.0"),
        ({"alpha": 1.1}, "alpha must be above 0 and at most 1, not 1.1"),
        ({"count": 0}, "count must lie between 1 and 20,000, not 0"),
        ({"count": 20_001}, "count must lie between 1 and 20,000, not 20001"),
        ({"link": "crooked"}, "link must be one of straight, bent, not 'crooked'"),
        ({"sizes": [3, 0]}, "sizes of boxes must be at least 1, not [3, 0]"),
    ],
)
@pytest.mark.parametrize("cls", [Record, Heir])
def test_what_is_refused_and_what_is_said(cls, changed, message):
    with pytest.raises(ValueError) as caught:
        cls(**{"sizes": [1]} | changed)
    assert str(caught.value) == message


@pytest.mark.parametrize("changed", [{"share": 0.0}, {"alpha": 1.0}, {"count": 20_000}, {"sizes": []}, {"free": True}])
def test_the_ends_that_are_allowed(changed):
    Heir(**{"sizes": [1]} | changed)


def test_one_value_per_replica_is_checked_value_by_value():
    good = replace(Record([1]), rate=np.array([[0.1], [0.2]]))
    with pytest.raises(ValueError, match="rate must be above 0"):
        replace(good, rate=np.array([[0.1], [-0.2]]))


def test_an_heir_says_what_its_fields_may_be():
    assert legal(Heir) == legal(Record)
    assert legal(Heir)["rate"] == Range(above=0)
    assert legal(Heir)["link"] == Choice(("straight", "bent"))
    assert "free" not in legal(Heir)


LEVELS = levels("activation", "loss", "optimizer", "schedule", "decay", "clipping", "features", "init", "model")


@pytest.mark.parametrize("level", LEVELS, ids=ids)
def test_every_number_and_word_of_a_level_says_what_it_may_be(level):
    """Fields of truth values need not; NaN, infinity and unheard-of words never pass."""
    said = legal(level.cls)
    assert set(said) == {field.name for field in fields(level.cls) if field.type != "bool"}
    default = level.build()
    for name, allowed in said.items():
        assert allowed.holds(getattr(default, name))
        wrong = ["no such word"] if isinstance(allowed, Choice) else [nan, inf, -inf]
        for value in wrong:
            with pytest.raises(ValueError, match=f"^{name} .*must .*, not "):
                replace(default, **{name: [value] if isinstance(getattr(default, name), list) else value})
