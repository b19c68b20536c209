"""The target of a user's table: are its values classes or numbers?"""

from __future__ import annotations

import numpy as np

from datasets.dataset import DatasetError
from datasets.table.column import Column
from datasets.table.names import some

TASKS = ("auto", "classification", "regression")
GUESSED_CLASSES = 20  # at most this many different whole numbers are guessed to be classes
MOST_CLASSES = 1000


def read_target(target: Column, task: str) -> tuple[np.ndarray, tuple[str, ...], str]:
    """y (N,) and the classes' names as in Dataset, and a sentence that says whether y is a class or a number.

    target    the column, without missing values
    task      one of TASKS; auto guesses: text, two values, or a few different whole numbers are classes
    """
    values = target.distinct
    few = len(values) <= GUESSED_CLASSES and bool((values == np.round(values)).all())
    guess = "classification" if target.levels is not None or len(values) <= 2 or few else "regression"
    if (guess if task == "auto" else task) == "regression":
        return _numbers(target, " (a guess; dataset.task=classification says otherwise)" if task == "auto" else "")
    hint = task == "auto" and target.levels is None and len(values) > 2
    return _classes(target, " (a guess; dataset.task=regression says otherwise)" if hint else "")


def _numbers(target: Column, guessed: str) -> tuple[np.ndarray, tuple[str, ...], str]:
    if target.levels is not None:
        raise DatasetError(
            f"the target {target.name} is text ({some(target.levels, 3)}), which only dataset.task=classification takes"
        )
    if len(target.distinct) < 2:
        raise DatasetError(f"the target {target.name} is {target.distinct[0]:g} in every row: nothing to learn")
    return target.values, (), f"the target {target.name} is a number to predict{guessed}"


def _classes(target: Column, guessed: str) -> tuple[np.ndarray, tuple[str, ...], str]:
    names = target.levels or tuple(f"{value:.15g}" for value in target.distinct)
    y = np.searchsorted(target.distinct, target.values)
    counts = np.bincount(y)
    if len(names) < 2:
        raise DatasetError(f"the target {target.name} has one class only ({names[0]}): nothing to learn")
    if len(names) > MOST_CLASSES:
        raise DatasetError(
            f"the target {target.name} has {len(names):,} classes; at most {MOST_CLASSES:,} can be learned"
        )
    if alone := [name for name, count in zip(names, counts, strict=True) if count < 2]:
        raise DatasetError(
            f"the target {target.name} has a single row of class {some(alone, 3)}, which cannot both train and test; "
            f"remove or merge it{guessed}"
        )
    return y, names, f"the target {target.name} has {len(names)} classes{guessed}"
