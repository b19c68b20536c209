"""The user's own table: what it takes from the file, and what its notes say of that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from typing_extensions import override

from datasets.dataset import Dataset, DatasetError, Source
from datasets.ranges import check, check_choice, number
from datasets.table import mixed
from datasets.table.arrow import read_column
from datasets.table.column import Column
from datasets.table.file import Sheet, digest, ending, read_file
from datasets.table.kinds import KINDS, Reading
from datasets.table.limits import Limits
from datasets.table.names import check_name, listing, meant, some
from datasets.table.target import TASKS, read_target
from datasets.table.writing import DECIMALS


@dataclass(frozen=True)
class Table(Source):
    """A table in a file. A relative path starts in the folder where the command is called.

    path      *.csv, *.tsv (both also .gz), *.parquet; the first row holds the names of the columns
    target    the column to predict
    task      classification, regression, or auto: text, two values, or a few whole numbers are classes
    drop      columns to leave out
    keep      columns to keep even if they look like an identifier, or like text that hardly repeats
    group     column whose rows of equal value must stay in one part of the split (a patient, a household)
    types     column, or its number → number, category, date (days since 1970) or drop, where the file is not clear
    decimal   the decimal sign: point, comma, or auto: as the columns show
    limit     how many times larger a table may be than 1 GB unpacked, 200,000 columns or 100 million values
    """

    path: str
    target: str
    task: str = "auto"
    drop: list[str] = field(default_factory=list)
    keep: list[str] = field(default_factory=list)
    group: str = ""
    types: dict[str, str] = field(default_factory=dict)
    decimal: str = "auto"
    limit: float = number(1.0, above=0)

    def __post_init__(self) -> None:
        check(self)
        check_choice("task", self.task, TASKS)
        check_choice("decimal", self.decimal, DECIMALS)
        for kind in self.types.values():
            check_choice("types", kind, KINDS)
        used = {"target": self.target, "group": self.group}
        for entry, name in used.items():
            if name and name in self.drop:
                raise DatasetError(f"drop holds {name}, which is the {entry}")
        if self.group == self.target:
            raise DatasetError(f"group and target are both {self.target}")
        try:
            ending(self.file)
        except DatasetError as error:
            raise DatasetError(f"path={self.path}: {error}") from None

    @property
    def file(self) -> Path:
        """The path to the file, with the user's home folder for ~."""
        return Path(self.path).expanduser()

    @property
    @override
    def label(self) -> str:
        """The name of the file without its ending."""
        return self.file.name[: -len(ending(self.file))]

    @property
    @override
    def content(self) -> dict[str, str]:
        """The file's name and digest: a copy of the file in another folder is the same table, whatever its limit."""
        return {"path": self.file.name, "sha256": digest(self.file), "limit": ""}

    @override
    def load(self) -> Dataset:
        """The table, with notes on what was decided about its columns; a DatasetError if it cannot be used."""
        try:
            return self._loaded()
        except DatasetError as error:
            raise DatasetError(f"{self.file.name}: {error}") from None

    def _loaded(self) -> Dataset:
        limits = Limits(self.limit)
        sheet = read_file(self.file, self.drop, limits)
        names, types = list(sheet.table.column_names), self._types(sheet)
        named = {"target": [self.target], "group": [self.group] if self.group else [], "keep": self.keep}
        for entry, columns in named.items():
            for name in columns:
                check_name(entry, name, names)
        taken = {self.target, self.group, *self.keep, *types}
        row_names = [name for name in sheet.row_names if name not in taken]
        left_out = {*row_names, *(name for name, kind in types.items() if kind == "drop")}
        # Text is large: each column's is freed as soon as it is read, and again when it has become numbers.
        cells = dict(zip(names, sheet.table.columns, strict=True))
        sheet = replace(sheet, table=sheet.table.select([]))
        raws = {
            name: read_column(name, cells.pop(name), name in sheet.labels) for name in names if name not in left_out
        }
        reading = Reading.of(list(raws.values()), types, self.decimal, sheet.separator)
        read_notes, places = [*sheet.notes], {name: place for place, name in enumerate(sheet.names, 1)}

        def column(name: str) -> Column:
            found, said = reading.column(raws.pop(name))
            read_notes.extend(said)
            return replace(found, place=places[name])

        target = column(self.target)
        group = reading.label(raws.pop(self.group)) if self.group else None
        complete, notes = _complete(target, group)
        y, classes, task = read_target(target[complete], self.task)
        kept, dropped = self._kept({name: column(name)[complete] for name in list(raws)}, row_names, left_out)
        levels = {self.target: classes} | {one.name: one.levels for one in kept if one.levels}
        limits.inputs(len(y), mixed.inputs(kept))
        return Dataset(
            self.label,
            mixed.values(kept),
            y,
            classes,
            tuple(column.name for column in kept),
            f"the file {self.file.name}",
            categories=mixed.categories(kept),
            groups=None if group is None else np.unique(group.values[complete], return_inverse=True)[1],
            notes=(task, *read_notes, *notes, *dropped, *mixed.notes(kept), *mixed.pointed(levels)),
        )

    def _types(self, sheet: Sheet) -> dict[str, str]:
        """Column → its kind, where the user says it; a DatasetError if there is no such column."""
        types = {meant(key, sheet.names): kind for key, kind in self.types.items()}
        for name in types:
            check_name("types", name, sheet.names)
        for entry, name in (("target", self.target), ("group", self.group)):
            if types.get(name) == "drop":
                raise DatasetError(f"dataset.types drops {name}, which is the {entry}")
        return {name: kind for name, kind in types.items() if name not in self.drop}

    def _kept(
        self, columns: Mapping[str, Column], row_names: Sequence[str], left_out: Collection[str]
    ) -> tuple[list[Column], list[str]]:
        """The columns to learn from, and one sentence for each reason why others were dropped.

        row_names    columns that only name rows
        left_out     these, and those that types drops
        """
        kept, empty, constant, identifiers = [], [], [], []
        for name, column in columns.items():
            if not len(column.distinct):
                empty.append(name)
            elif column.is_constant:
                constant.append(name)
            elif name not in self.keep and name not in self.types and column.is_identifier:
                identifiers.append(name)
            else:
                column.check(name in self.keep or self.types.get(name) == "category")
                kept.append(column)
        reasons = {
            "left out as asked": [*self.drop, *sorted({*left_out} - {*row_names})],
            "dropped as names of rows": row_names,
            "dropped, because no row has a value there": empty,
            "dropped as constant": constant,
            "dropped as identifiers, which differ in every row": identifiers,
        }
        notes = [f"{reason}: {some(names)}" for reason, names in reasons.items() if names]
        if not kept:
            hint = f"; keep one with {listing('keep', identifiers[0])}" if identifiers else ""
            raise DatasetError(f"no column is left to learn from{hint} ({'; '.join(notes) or 'there is but one'})")
        return kept, notes


def _complete(target: Column, group: Column | None) -> tuple[np.ndarray, list[str]]:
    """Which rows (N,) bool have a target and a group, and sentences on the rows that lack one."""
    complete, notes = np.ones(len(target.values), bool), []
    for column, role in ((target, "the target"), (group, "the group")):
        if column is None:
            continue
        known = ~np.isnan(column.values)
        if lost := int((complete & ~known).sum()):
            notes.append(f"dropped {lost:,} of {len(complete):,} rows, where {role} {column.name} is missing")
        complete &= known
        if not complete.any():
            raise DatasetError(f"{role} {column.name} has no value in any row")
    if group is not None:
        notes.append(f"rows of the same {group.name} never stand on both sides of a split")
    return complete, notes
