"""Gauss–Newton: the curvature of the loss, without that of the network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.objective import Batch
from models.optimizers.second_order.base import AlongDirection, finite, marked, solved
from models.optimizers.second_order.curvature import gauss_newton


@dataclass(frozen=True)
class GaussNewton(AlongDirection):
    """d = −(G + damping)⁻¹ g with the Gauss–Newton matrix G: the Hessian without the curvature of the network itself.

    Source: Gauss (1809) for least squares; Schraudolph (2002) for any convex loss.
    """

    @override
    def direction(self, batch: Batch, grads: np.ndarray) -> np.ndarray:
        matrix, lost = finite(gauss_newton(batch))
        return marked(-solved(matrix, self.damping, grads), lost)
