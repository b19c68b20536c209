"""Newton's method, which leaves saddles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from typing_extensions import override

from models.objective import Batch
from models.optimizers.second_order.base import AlongDirection, finite, marked
from models.optimizers.second_order.curvature import hessian


@dataclass(frozen=True)
class Newton(AlongDirection):
    """d = −(|H| + damping)⁻¹ g with the dense Hessian H and |·| on its eigenvalues.

    Where H is positive it is Newton's method, which needs a single step on a quadratic (without damping); elsewhere
    the absolute value turns steps toward a saddle into steps away from it. Source: Dauphin et al. (2014), Identifying
    and attacking the saddle point problem in high-dimensional non-convex optimization, algorithm 1.
    """

    @override
    def direction(self, batch: Batch, grads: np.ndarray) -> np.ndarray:
        """By the eigenvectors of H."""
        matrix, lost = finite(hessian(batch))
        curvature, vectors = np.linalg.eigh(matrix)
        along = (grads[:, None] @ vectors)[:, 0] / (np.abs(curvature) + self.damping)
        return marked(-(vectors @ along[:, :, None])[:, :, 0], lost)
