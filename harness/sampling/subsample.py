"""Some rows of a data set, for claims about its size."""

from __future__ import annotations

import numpy as np

from datasets.dataset import Dataset, DatasetError
from harness.sampling.split import even_order
from harness.sampling.streams import Stream, generator


def subsample(data: Dataset, n: int) -> Dataset:
    """n rows of `data`, its classes in equal shares; of a regression, any n rows.

    They are the same rows for every cell and seed, so that cells are paired, and n rows are among the m > n rows of a
    larger subsample. A DatasetError if there are fewer than n rows, or if a class would be left without any.
    """
    rows = len(data.y)
    if n > rows:
        raise DatasetError(f"subsample={n}: {data.name} has {rows:,} rows only")
    order = even_order(data.strata, generator(0, Stream.SUBSAMPLE))
    labels, first = np.unique(data.strata[order], return_index=True)  # where in that order each class begins
    if first.max() >= n:
        last = data.classes[labels[first.argmax()]]
        raise DatasetError(
            f"subsample={n}: no row of {data.name}'s class {last} would be left; "
            f"it takes {first.max() + 1:,} rows to have all classes"
        )
    return data.take(np.sort(order[:n]))
