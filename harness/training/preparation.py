"""Turns columns into network inputs, fitted on one seed's training part."""

from __future__ import annotations

import numpy as np

from datasets.dataset import Dataset

SAME = 1e-12  # numbers that differ by less, relative to the largest, are the same but for rounding


def width(data: Dataset) -> int:
    """How many inputs its columns become: the same for all seeds."""
    if data.categories is None:
        return data.x.shape[1]
    levels = sum(1 if names is None else len(names) for names in data.categories)
    return levels + int(_incomplete(data.x).sum())


def prepared(data: Dataset, train: np.ndarray) -> np.ndarray:
    """The inputs of all N rows, (N, width) float64, fitted on the rows `train`.

    Numbers alone are standardized, or left as they are where the data set wants that. With categories or missing
    values, column by column:

    numbers       (x − mean) / standard deviation of what is not missing; a missing value becomes 0, the mean
    categories    one input per category, 1 where it is the row's and else 0
    indicator     one more input for a column with missing values, 1 where it is missing and else 0

    What the training part cannot teach is 0 in every row: the input of a category or an indicator that is not met
    there, and a number that is constant there. So a category that only comes up later has no input set.
    """
    if data.as_is:
        return data.x
    if data.categories is None:
        return standardized(data.x, train)
    out, at = np.zeros((len(data.y), width(data))), 0
    for values, names, incomplete in zip(data.x.T, data.categories, _incomplete(data.x), strict=True):
        if names is None:
            out[:, at] = _scaled(values, train)
            at += 1
        else:
            for level in np.unique(values[train]):
                if not np.isnan(level):
                    out[:, at + int(level)] = values == level
            at += len(names)
        if incomplete:
            missing = np.isnan(values)
            out[:, at] = missing & missing[train].any()
            at += 1
    return out


def standardized(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    """(x − mean) / standard deviation, both of the rows `train`; a column that is constant there is 0 in every row."""
    scaled = centred(x, train)
    scaled[:, ~_varies(x[train])] = 0.0
    return scaled


def centred(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    """The same, but a column that is constant in `train` keeps its scale: targets of other rows stay what they are."""
    mean, spread = x[train].mean(axis=0), x[train].std(axis=0)
    return np.asarray((x - mean) / np.where(_varies(x[train]), spread, 1.0))


def _scaled(values: np.ndarray, train: np.ndarray) -> np.ndarray:
    """One column with gaps, (N,) → (N,)."""
    seen = values[train]
    seen = seen[~np.isnan(seen)]
    if not len(seen) or not _varies(seen):
        return np.zeros(len(values))
    return np.nan_to_num((values - seen.mean()) / seen.std())


def _varies(x: np.ndarray) -> np.ndarray:
    """Which columns hold numbers that differ by more than rounding?

    Not those of a standard deviation above 0: that of equal numbers is 4e−17 for 0.1, because their mean is rounded.
    """
    return np.asarray(np.ptp(x, axis=0) > SAME * np.abs(x).max(axis=0))


def _incomplete(x: np.ndarray) -> np.ndarray:
    """Which columns have missing values, (D,)."""
    return np.isnan(x).any(axis=0)
