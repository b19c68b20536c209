"""Data sets of openml.org: fetched once with a network, from scikit-learn's cache from then on."""

from __future__ import annotations

import socket
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from typing_extensions import override

from datasets import ranges
from datasets.dataset import Dataset, DatasetError, Source
from datasets.ranges import number
from datasets.table import mixed
from datasets.table.column import Column
from datasets.table.names import some

TIMEOUT = 30.0  # seconds: a network that swallows packets must not hold a sweep for minutes
MOST_NUMBERS = 2**28  # 2 GiB of float64: a sparse table is held in full


@dataclass(frozen=True)
class OpenML(Source):
    """A data set of openml.org (Vanschoren et al. 2013, OpenML: networked science in machine learning).

    id         its number on openml.org; 0: found by its name
    name       its name there; "": found by its number
    version    of the data sets of that name; 0: the oldest that is active
    target     the column to predict; "": the one that OpenML names

    A nominal target makes a classification, a numeric one a regression. Nominal columns are categories and gaps are
    imputed, as in the user's own table. Columns that OpenML marks as row identifiers, or to be ignored, are left out.
    """

    id: int = number(0, least=0)
    name: str = ""
    version: int = number(0, least=0)
    target: str = ""

    def __post_init__(self) -> None:
        ranges.check(self)
        if bool(self.id) == bool(self.name):
            raise DatasetError("id or dataset.name, one of the two, must be given: dataset.id=61, dataset.name=iris")
        if self.version and not self.name:
            raise DatasetError(f"version={self.version} goes with dataset.name: an id has one version only")

    def __str__(self) -> str:
        version = f", version {self.version}" if self.version else ""
        return f"OpenML's data set {self.id or self.name}{version}"

    @property
    @override
    def label(self) -> str:
        """Its name or number there, its version and its target: two data sets of OpenML have different labels."""
        words = [self.name.lower() or f"openml_{self.id}", self.version and f"v{self.version}", self.target]
        return "_".join(str(word) for word in words if word)

    @override
    def load(self) -> Dataset:
        """The data set in scikit-learn's cache, or else fetched into it; a DatasetError if neither has it."""
        bunch = self._fetched()
        name, number = bunch.details["name"], bunch.details["id"]
        y, classes = self._target(bunch)
        kept, constant = self._columns(bunch)
        source = f"openml.org/d/{number}: {name}, version {bunch.details['version']}, target {bunch.target_names[0]}"
        if bunch.details.get("status") != "active":
            source += f"; {bunch.details.get('status')} there"
        features = tuple(column.name for column in kept)
        dropped = [f"dropped as constant: {some(constant)}"] if constant else []
        return Dataset(
            name,
            mixed.values(kept),
            y,
            classes,
            features,
            source,
            categories=mixed.categories(kept),
            notes=(*dropped, *mixed.notes(kept)),
        )

    def _fetched(self) -> Any:
        """scikit-learn's Bunch: a frame, or a sparse matrix with its `categories`."""
        from http.client import HTTPException
        from urllib.error import HTTPError

        from sklearn.datasets import fetch_openml, get_data_home

        which = {"data_id": self.id} if self.id else {"name": self.name, "version": self.version or "active"}
        before = socket.getdefaulttimeout()
        socket.setdefaulttimeout(TIMEOUT)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # several versions, deactivated, tried again: `source` and errors say
                return fetch_openml(**which, target_column=self.target or "default-target")
        except (OSError, HTTPException) as error:
            if isinstance(error, HTTPError) and error.code == 404:
                raise DatasetError(f"{self}: openml.org has no such data set") from None
            raise DatasetError(
                f"{self} is not in {get_data_home()}/openml, and openml.org did not answer "
                f"({getattr(error, 'reason', error)}): fetch it once with a network, "
                "or copy that folder from a machine that has it"
            ) from None
        except (KeyError, ValueError) as error:  # scikit-learn's own, and OpenML's (status 412)
            raise DatasetError(f"{self}: {str(error.args[0]).splitlines()[0]}") from None
        finally:
            socket.setdefaulttimeout(before)

    def _columns(self, bunch: Any) -> tuple[list[Column], list[str]]:
        """The columns to learn from, and the names of those that hold one value, or none."""
        text: list[str] = []
        kept: list[Column] = []
        constant: list[Column] = []
        for name, values, levels in _sparse(self, bunch) if hasattr(bunch.data, "toarray") else _dense(bunch):
            if values is None:
                text.append(name)
                continue
            column = Column(name, values, levels or None)[np.arange(len(values))]  # only levels that occur
            (constant if column.is_constant else kept).append(column)
        if text:
            raise DatasetError(f"{self} has text, not numbers or categories, in {', '.join(text)}")
        if not kept:
            raise DatasetError(f"{self} has no column to learn from")
        return kept, [column.name for column in constant]

    def _target(self, bunch: Any) -> tuple[np.ndarray, tuple[str, ...]]:
        """y (N,) and the class names, of those classes that occur."""
        names = list(bunch.target_names)
        if len(names) != 1:
            found = f"has {len(names)} targets, {', '.join(names)}" if names else "names no target"
            raise DatasetError(f"{self} {found}: choose the column to predict with dataset.target")
        y = bunch.target
        if y.dtype.kind in "iuf":
            return np.asarray(y, np.float64), ()
        if y.dtype == "category":
            used, numbers = np.unique(y.cat.codes.to_numpy(), return_inverse=True)
            return numbers.astype(np.int64), tuple(str(y.cat.categories[code]) for code in used)
        if not isinstance(y, np.ndarray):
            raise DatasetError(f"{self} has text as its target, {names[0]}: choose another with dataset.target")
        used, numbers = np.unique(y.astype(str), return_inverse=True)  # the categories of what is sparse
        return numbers.astype(np.int64), tuple(used.tolist())


def _dense(bunch: Any) -> Iterator[tuple[str, np.ndarray | None, tuple[str, ...]]]:
    """The columns of a frame; None in place of values that are neither numbers nor categories."""
    for name, column in bunch.data.items():
        if column.dtype == "category":
            codes = column.cat.codes.to_numpy().astype(np.float64)
            yield name, np.where(codes < 0, np.nan, codes), tuple(str(value) for value in column.cat.categories)
        elif column.dtype.kind in "biuf":
            yield name, column.to_numpy(np.float64, na_value=np.nan), ()
        else:
            yield name, None, ()


def _sparse(which: OpenML, bunch: Any) -> Iterator[tuple[str, np.ndarray | None, tuple[str, ...]]]:
    """The columns of a sparse matrix, where scikit-learn has numbered the categories."""
    rows, count = bunch.data.shape
    if rows * count > MOST_NUMBERS:
        raise DatasetError(f"{which} is sparse, and too large to be held in full: {rows:,} × {count:,}")
    for name, values in zip(bunch.feature_names, bunch.data.toarray().T, strict=True):
        yield name, np.asarray(values, np.float64), tuple(map(str, (bunch.categories or {}).get(name, ())))
