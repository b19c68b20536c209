"""Legal ranges that are declared beside their fields, on a record of three numbers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from datasets import ranges
from datasets.dataset import DatasetError
from datasets.ranges import number


@dataclass(frozen=True)
class Record:
    rows: int = number(10, least=2)
    columns: int = number(3, least=1, below="rows")
    share: float = number(0.5, above=0, most=1)
    free: float = -1.0

    def __post_init__(self) -> None:
        ranges.check(self)


@dataclass(frozen=True)
class Other(Record):
    """Another default, and another range."""

    rows: int = 20
    share: float = number(2.0, least=1)


def test_limits_include_or_exclude_their_ends():
    assert Record() == Record(10, 3, 0.5, -1.0)
    Record(rows=2, columns=1, share=1.0, free=float("nan"))


@pytest.mark.parametrize(
    ("cls", "entries", "message"),
    [
        (Record, {"rows": 1}, "rows must be at least 2, not 1"),
        (Record, {"columns": 0}, "columns must be at least 1 and below rows, not 0"),
        (Record, {"columns": 10}, "columns must be at least 1 and below rows, not 10"),
        (Record, {"share": 0.0}, "share must be above 0 and at most 1, not 0.0"),
        (Record, {"share": 1.5}, "share must be above 0 and at most 1, not 1.5"),
        (Record, {"share": float("nan")}, "share must be above 0 and at most 1, not nan"),
        (Other, {"share": float("inf")}, "share must be at least 1, not inf"),
        (Other, {"share": 0.5}, "share must be at least 1, not 0.5"),
        (Other, {"rows": 1}, "rows must be at least 2, not 1"),  # the default is another, the range is not
    ],
)
def test_outside_its_range_a_number_says_what_it_must_be(cls, entries, message):
    with pytest.raises(DatasetError) as refusal:
        cls(**entries)
    assert str(refusal.value) == message


def test_a_choice_says_what_there_is():
    ranges.check_choice("colour", "red", ("blue", "red"))
    with pytest.raises(DatasetError, match=r"^colour must be one of blue, red, not 'green'$"):
        ranges.check_choice("colour", "green", ("blue", "red"))
