"""Schedules against rates worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from registry import ids, levels, named

LEVELS = levels("schedule")


def rates(name: str, steps: int, **changed: object) -> list[float]:
    schedule = named("schedule", name).build(**changed)
    return [schedule.rate(step, steps) for step in range(steps)]


def test_constant():
    assert rates("constant", 5) == [1.0] * 5


def test_step():
    assert rates("step", 8, factor=0.5, drops=[0.25, 0.75]) == [1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25]
    assert rates("step", 3, factor=0.5, drops=[]) == [1, 1, 1]


def test_cosine():
    assert rates("cosine", 6, floor=0.0) == pytest.approx(
        [1, (1 + 3**0.5 / 2) / 2, 3 / 4, 1 / 2, 1 / 4, (1 - 3**0.5 / 2) / 2]
    )
    assert rates("cosine", 3, floor=0.2) == pytest.approx([1, 0.2 + 0.8 * 0.75, 0.2 + 0.8 * 0.25])


def test_warm_up():
    assert rates("warm_up", 8, share=0.5, start=0.2) == pytest.approx([0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1])
    assert rates("warm_up", 3, share=0.0, start=0.2) == [1, 1, 1]


def test_a_warm_up_shorter_than_a_step_is_only_its_start():
    assert rates("warm_up", 3, share=0.1, start=0.2) == [0.2, 1, 1]


def test_warm_up_then_cosine():
    assert rates("warm_up_cosine", 5, share=0.4, start=0.5, floor=0.2) == pytest.approx(
        [0.5, 0.75, 1, 0.2 + 0.8 * 0.75, 0.2 + 0.8 * 0.25]
    )


@pytest.mark.parametrize("level", LEVELS, ids=ids)
@pytest.mark.parametrize("steps", [1, 2, 7, 1000])
def test_a_rate_lies_between_0_and_1_in_a_training_of_any_length(level, steps):
    schedule = level.build()
    all_rates = np.array([schedule.rate(step, steps) for step in range(steps)])
    assert ((all_rates > 0) & (all_rates <= 1)).all()
    assert all(type(schedule.rate(step, steps)) is float for step in range(steps))


@pytest.mark.parametrize(("name", "field", "value"), [
    ("step", "factor", 0.0), ("step", "drops", [0.5, 1.5]), ("cosine", "floor", -0.1), ("warm_up", "share", 1.0),
    ("warm_up", "start", float("nan")), ("warm_up_cosine", "floor", 1.0),
])  # fmt: skip
def test_shares_and_factors_lie_between_0_and_1(name, field, value):
    with pytest.raises(ValueError, match=f"{field} must be .* below 1"):
        named("schedule", name).build(**{field: value})
