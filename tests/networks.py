"""Small networks, and targets for them."""

from __future__ import annotations

import numpy as np
from registry import named

from models.mlp import Architecture


def network(hidden, activation, replicas=2, inputs=3, outputs=4, dtype="float64", seed=0):
    made = Architecture(hidden).build(inputs, outputs, activation, replicas, dtype)
    made.initialize(named("init", "he").build(), [np.random.default_rng([seed, r]) for r in range(replicas)])
    made.params += 0.1  # biases too
    return made


def targets_of(task: str, rng: np.random.Generator, batch=6) -> np.ndarray:
    """Targets (2, B, C): one-hot of four classes, the class number of two, or numbers to regress on."""
    if task == "classes":
        return np.eye(4)[rng.integers(0, 4, (2, batch))]
    return (
        rng.integers(0, 2, (2, batch, 1)).astype(float) if task == "single output" else rng.normal(size=(2, batch, 1))
    )


def tasks(loss) -> list[str]:
    """What a loss can be asked to do."""
    built = loss.build()
    return ["classes"] + ["single output"] * (built.least_outputs == 1) + ["numbers"] * built.regression
