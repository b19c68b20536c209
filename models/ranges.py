"""What the numbers of an optimizer, a schedule, a clipping or a decay may be."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

# The lowest and the highest value, and whether the lowest is allowed; the highest never is.
_POSITIVE = (0.0, np.inf, False)
_NOT_NEGATIVE = (0.0, np.inf, True)
_FRACTION = (0.0, 1.0, True)
_BETWEEN_0_AND_1 = (0.0, 1.0, False)
RANGES = {
    "lr": _POSITIVE,
    "eps": _POSITIVE,
    "momentum": _FRACTION,
    "momentum_decay": _NOT_NEGATIVE,
    "beta1": _FRACTION,
    "beta2": _FRACTION,
    "decay": _FRACTION,
    "initial_accumulator": _NOT_NEGATIVE,
    "weight_decay": _NOT_NEGATIVE,
    "eta_minus": _BETWEEN_0_AND_1,
    "eta_plus": (1.0, np.inf, False),
    "delta_min": _NOT_NEGATIVE,
    "delta_max": _POSITIVE,
    "damping": _POSITIVE,
    "memory": (1, np.inf, True),
    "backtracks": _NOT_NEGATIVE,
    "max_norm": _POSITIVE,
    "max_value": _POSITIVE,
    "factor": _BETWEEN_0_AND_1,
    "drops": _BETWEEN_0_AND_1,
    "share": _FRACTION,
    "start": _FRACTION,
    "floor": _FRACTION,
}


def check(record: Any) -> None:
    """ValueError unless every field of the dataclass `record`, a number or an array of them, lies in its range."""
    for field in fields(record):
        low, high, included = RANGES[field.name]
        value = np.asarray(getattr(record, field.name))
        inside = (value >= low) & (value < high) if included else (value > low) & (value < high)
        if not inside.all():
            least = f"at least {low:g}" if included else f"above {low:g}"
            most = "" if high == np.inf else f" and below {high:g}"
            raise ValueError(f"{field.name} must be {least}{most}, not {getattr(record, field.name)}")
