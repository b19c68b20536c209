"""How far to go along a direction: every replica of a stack its own way."""

from __future__ import annotations

import numpy as np

from models.objective import Batch

ENOUGH = 1e-4  # share of the fall that the slope promises


def backtrack(
    batch: Batch,
    values: np.ndarray,
    direction: np.ndarray,
    slope: np.ndarray,
    length: float | np.ndarray,
    halvings: int,
) -> None:
    """θ ← θ + t · direction with t = length, halved until L falls by 10⁻⁴ · t · slope or more; else θ stays.

    values      (R,) L where it begins
    direction   (R, P)
    slope       (R, 1) its product with the gradient, negative
    length      a number or (R, 1)
    halvings    the most; with 0 the step is taken as it is

    Source: Armijo (1966), Minimization of functions having Lipschitz continuous first partial derivatives.
    """
    params, start = batch.params, batch.params.copy()
    t = np.broadcast_to(np.asarray(length, np.float64), slope.shape)
    if halvings == 0:
        params[...] = start + t * direction
        return
    before = values.astype(np.float64)[:, None]
    for _ in range(halvings + 1):
        params[...] = start + t * direction
        high = ~(batch.value()[0][:, None] <= before + ENOUGH * t * slope)  # NaN is too high, too
        if not high.any():
            return
        t = np.where(high, t / 2, t)
    params[...] = start + np.where(high, 0, t) * np.where(high, 0, direction)


def dots(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Every replica's scalar product, (R, 1), of two (R, P); one replica's does not depend on the others."""
    return np.vecdot(left, right)[:, None]
