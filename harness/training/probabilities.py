"""How good predicted probabilities are, 0 at best: log loss, Brier score and calibration error, of whole networks.

log_loss    mean −log p of the label, in nats, without an upper end. From the logits: no p is rounded to 0 before its
            logarithm, and nothing is clipped.
brier       mean Σ_c (p_c − y_c)², 0 to 2, with two classes too. Brier (1950), Verification of forecasts expressed in
            terms of probability, Monthly Weather Review 78.
ece         Σ_b n_b/n |share right − mean p| over 15 bins of equal width of p, the probability of the predicted class.
            Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI;
            Guo, Pleiss, Sun & Weinberger (2017), On calibration of modern neural networks, ICML. It is biased upwards:
            a perfectly calibrated network has about Σ_b √(2 n_b p (1 − p)/π) / n, which is 0.09 for 100 test rows whose
            p spreads over 0.5 … 1. And it says nothing of how much is known: always guessing the classes' shares has
            almost 0.
"""

from __future__ import annotations

import numpy as np

from harness.training.rows import Rows, chunks
from models.losses import CrossEntropy
from models.mlp import MLP
from models.objective import Objective

NAMES = ("log_loss", "brier", "ece")
BINS = 15


def measured(network: MLP, rows: Rows, part: np.ndarray, size: int) -> np.ndarray:
    """NAMES of R networks on the rows `part` (R, n), `size` at once: (3, R).

    The logits of a network whose loss makes probabilities are those of a cross-entropy too: softmax, or one sigmoid.
    """
    objective = Objective(network, CrossEntropy())
    replicas, count = part.shape
    log_loss, brier = np.zeros((2, replicas))
    gaps = np.zeros((replicas, BINS))
    for chunk in chunks(part, size):
        x, targets = rows.gather(chunk)
        values, p = objective.on(x, targets).value()
        log_loss += values.astype(np.float64) * chunk.shape[1]
        both = [np.asarray(a, np.float64) if a.shape[-1] > 1 else _both(a) for a in (p, targets)]
        # Class by class: both axes at once are summed in another order for one replica than for several.
        squares = np.square(both[0] - both[1])
        brier += sum(squares[..., one].sum(axis=1) for one in range(squares.shape[-1]))
        gaps += _gaps(*both)
    return np.stack([log_loss, brier, np.abs(gaps).sum(axis=1)]) / count


def of_constant(seen: np.ndarray, judged: np.ndarray, classes: int) -> dict[str, float]:
    """NAMES of what is left when a network diverged, for the labels `judged`, knowing only the labels `seen`.

    log_loss, brier    of always predicting the classes' shares, each class counted once more (Laplace), so that one
                       that was not seen is not impossible
    ece                of being certain of the commonest class: the shares' own is almost 0, and would reward divergence
    """
    counts = np.bincount(seen, minlength=classes)
    p = (counts + 1) / (counts + 1).sum()
    return {
        "log_loss": float(-np.log(p[judged]).mean()),
        "brier": float(np.square(p - np.eye(classes)[judged]).sum(axis=1).mean()),
        "ece": float((judged != counts.argmax()).mean()),
    }


def _both(p: np.ndarray) -> np.ndarray:
    """Class 0 and class 1 (R, B, 2) from class 1 alone (R, B, 1)."""
    return np.concatenate([1 - p.astype(np.float64), p], axis=-1)


def _gaps(p: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Σ (is it right? − p of the predicted class) in every bin (0, 1/15], … (14/15, 1] of that p: (R, 15)."""
    confidence, right = p.max(axis=-1), p.argmax(axis=-1) == targets.argmax(axis=-1)
    bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)  # a diverged network's p is NaN: any bin
    place = np.arange(len(p))[:, None] * BINS + bins
    return np.bincount(place.ravel(), (right - confidence).ravel(), len(p) * BINS).reshape(len(p), BINS)
