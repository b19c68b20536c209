"""Which errors of a level's class are the user's to mend."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from datasets.dataset import DatasetError
from harness.cells.levels import typed
from harness.errors import BadWord


@dataclass(frozen=True)
class Level:
    lr: float = 0.1
    n: int = 1

    def __post_init__(self) -> None:
        if self.lr < 0:
            raise ValueError(f"lr must be at least 0, not {self.lr}")
        if self.n == 2:
            raise ValueError(f"n={self.n}: not two")
        if self.n == 3:
            raise ValueError("not enough values to unpack (expected 2, got 1)")
        if self.n == 4:
            raise DatasetError("there is no such file")


def test_an_entry_gets_the_type_of_its_field():
    assert typed(Level, {"lr": 1}, "x.") == Level(1.0)
    assert isinstance(typed(Level, {"lr": 1}, "x.").lr, float)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"lr": -1}, "x.lr must be at least 0, not -1.0"),
        ({"n": 2}, "x.n=2: not two"),
        ({"n": 4}, "x.there is no such file"),
        ({"lr": "fast"}, "x.lr=fast: it must be a number"),
        ({"speed": 1}, "x.speed: there is no such entry; allowed: lr, n"),
    ],
)
def test_a_value_that_its_class_refuses_is_the_users_to_mend(entries, message):
    with pytest.raises(BadWord) as error:
        typed(Level, entries, "x.")
    assert str(error.value) == message


def test_a_fault_of_the_class_is_not():
    """It begins with no field's name: `n` does not stand for `not`."""
    with pytest.raises(ValueError, match="not enough values to unpack") as error:
        typed(Level, {"n": 3}, "x.")
    assert not isinstance(error.value, BadWord)
