"""Tests of the mathematics are stricter than a training, which lets a replica overflow and counts it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def _no_number_is_lost() -> Iterator[None]:
    """An overflow, an underflow, a division by 0 and a NaN out of numbers are errors."""
    with np.errstate(all="raise"):
        yield
