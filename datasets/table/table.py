"""The user's own table: CSV, TSV or Parquet, with what was done to its columns in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from datasets.dataset import Dataset, DatasetError
from datasets.table import mixed
from datasets.table.arrow import read_column
from datasets.table.column import Column
from datasets.table.file import digest, ending, read_file
from datasets.table.names import check_name, some
from datasets.table.target import TASKS, read_target


@dataclass(frozen=True)
class Table:
    """A table in a file; a relative path begins in the folder that the command is called in.

    path      *.csv, *.tsv (both also .gz), *.parquet; the names of the columns stand in the first row
    target    the column to predict
    task      classification, regression, or auto: text, two values, or a few whole numbers are classes
    drop      columns to leave out
    keep      columns to keep though they look like an identifier, or like text that hardly repeats
    group     column whose rows of equal value must stay in one part of the split (a patient, a household)
    """

    path: str
    target: str
    task: str = "auto"
    drop: list[str] = field(default_factory=list)
    keep: list[str] = field(default_factory=list)
    group: str = ""

    def __post_init__(self) -> None:
        if self.task not in TASKS:
            raise DatasetError(f"task must be one of {', '.join(TASKS)}, not {self.task!r}")
        used = {"target": self.target, "group": self.group}
        for entry, name in used.items():
            if name in self.drop:
                raise DatasetError(f"drop holds {name}, which is the {entry}")
        if self.group == self.target:
            raise DatasetError(f"group and target are both {self.target}")
        try:
            ending(self.file)
        except DatasetError as error:
            raise DatasetError(f"path={self.path}: {error}") from None

    @property
    def file(self) -> Path:
        """Where it is."""
        return Path(self.path).expanduser()

    @property
    def label(self) -> str:
        """What people call it: the name of its file without the ending."""
        return self.file.name[: -len(ending(self.file))]

    @property
    def content(self) -> dict[str, str]:
        """What its numbers depend on beside its entries: the file's digest, and not the folder that it lies in."""
        return {"path": self.file.name, "sha256": digest(self.file)}

    def load(self) -> Dataset:
        """Read the file, decide about every column, and say what was decided; a DatasetError in one line."""
        try:
            return self._loaded()
        except DatasetError as error:
            raise DatasetError(f"{self.file.name}: {error}") from None

    def _loaded(self) -> Dataset:
        table = read_file(self.file, self.drop)
        names = list(table.column_names)
        asked = {"target": [self.target], "group": [self.group] if self.group else [], "keep": self.keep}
        for entry, columns_of_it in asked.items():
            for name in columns_of_it:
                check_name(entry, name, names)
        raw = {name: table[name] for name in names}
        del table  # text is large: each column's is freed as soon as its numbers are known
        target = read_column(self.target, raw.pop(self.target))
        group = read_column(self.group, raw.pop(self.group)) if self.group else None
        there, notes = _complete(target, group)
        y, classes, task = read_target(target[there], self.task)
        kept, dropped = self._kept({name: read_column(name, raw.pop(name))[there] for name in list(raw)})
        return Dataset(
            self.label,
            mixed.values(kept),
            y,
            classes,
            tuple(column.name for column in kept),
            f"the file {self.file.name}",
            categories=mixed.categories(kept),
            groups=None if group is None else np.unique(group.values[there], return_inverse=True)[1],
            notes=(task, *notes, *dropped, *mixed.notes(kept)),
        )

    def _kept(self, found: Mapping[str, Column]) -> tuple[list[Column], list[str]]:
        """The columns to learn from, and a sentence per reason for which others were dropped."""
        kept, empty, constant, identifiers = [], [], [], []
        for name, column in found.items():
            if not len(column.distinct):
                empty.append(name)
            elif column.is_constant:
                constant.append(name)
            elif name not in self.keep and column.is_identifier:
                identifiers.append(name)
            else:
                column.check(name in self.keep)
                kept.append(column)
        reasons = {
            "left out as asked": self.drop,
            "dropped, because no row has a value there": empty,
            "dropped as constant": constant,
            "dropped as identifiers, which differ in every row": identifiers,
        }
        said = [f"{reason}: {some(names)}" for reason, names in reasons.items() if names]
        if not kept:
            hint = f"; keep one with dataset.keep=[{identifiers[0]}]" if identifiers else ""
            raise DatasetError(f"no column is left to learn from{hint} ({'; '.join(said) or 'there is but one'})")
        return kept, said


def _complete(target: Column, group: Column | None) -> tuple[np.ndarray, list[str]]:
    """Which rows (N,) bool have a target and a group, and sentences on those that have not."""
    there, notes = np.ones(len(target.values), bool), []
    for column, role in ((target, "the target"), (group, "the group")):
        if column is None:
            continue
        known = ~np.isnan(column.values)
        if lost := int((there & ~known).sum()):
            notes.append(f"dropped {lost:,} of {len(there):,} rows, where {role} {column.name} is missing")
        there &= known
        if not there.any():
            raise DatasetError(f"{role} {column.name} has no value in any row")
    if group is not None:
        notes.append(f"rows of the same {group.name} never stand on both sides of a split")
    return there, notes
