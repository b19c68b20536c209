"""Random numbers: a seed redraws everything at once, but no draw depends on how many numbers another one took."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """What is drawn at random, each from a generator of its own."""

    SPLIT = 0
    WEIGHTS = 1
    ORDER = 2
    FEATURES = 3
    SUBSAMPLE = 4


def generator(seed: int, stream: Stream) -> np.random.Generator:
    """The generator of `stream` at `seed`: the same in every cell, so that cells can be paired."""
    return np.random.default_rng([seed, int(stream)])
