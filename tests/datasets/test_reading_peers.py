"""Our reading of tables beside that of pandas, which is told how each file is written, and of skrub, which guesses.

Fourteen tables of the shapes that people have, in four ways of writing: fifty-six files. Where a peer differs, that
stands in a list with its reason, and each entry of a list must be true.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from datasets.dataset import Dataset
from datasets.table.table import Table

ROWS = 60
MISSING = ["", "?", "NA"]


@dataclass(frozen=True)
class Shape:
    """A table as it is meant: column → its values, None where one is missing; the target; what is no input."""

    columns: dict[str, list[Any]]
    target: str
    dropped: tuple[str, ...] = ()
    types: dict[str, str] = field(default_factory=dict)


def _shapes() -> dict[str, Shape]:
    draw = random.Random(0)

    def numbers(low: float, high: float, digits: int = 0, gaps: float = 0.0) -> list[Any]:
        values = [
            round(draw.uniform(low, high), digits) if digits else draw.randint(int(low), int(high)) for _ in range(ROWS)
        ]
        return [None if draw.random() < gaps else value for value in values]

    def words(*names: str, gaps: float = 0.0) -> list[Any]:
        return [None if draw.random() < gaps else names[draw.randrange(len(names))] for _ in range(ROWS)]

    def each(make: Callable[[int], Any]) -> list[Any]:
        return [make(row) for row in range(ROWS)]

    days = each(lambda row: f"2024-{1 + row % 12:02d}-{1 + row % 28:02d}")
    yes_no = each(lambda row: ["yes", "no"][row % 2])
    return {
        "telco": Shape({"customerID": each(lambda row: f"{7590 + row}-VHVEG"), "SeniorCitizen": numbers(0, 1),
                        "tenure": numbers(1, 72), "Contract": words("Month-to-month", "One year", "Two year"),
                        "MonthlyCharges": numbers(18, 118, 2), "TotalCharges": numbers(18, 8000, 2, 0.1),
                        "Churn": yes_no}, "Churn", ("customerID",)),
        "titanic": Shape({"PassengerId": each(lambda row: row + 1), "Survived": each(lambda row: row % 2),
                          "Pclass": numbers(1, 3), "Sex": words("male", "female"), "Age": numbers(1, 80, 1, 0.2),
                          "Fare": numbers(0, 512, 4), "Embarked": words("S", "C", "Q", gaps=0.05)},
                         "Survived", ("PassengerId",)),
        "ames": Shape({"Order": each(lambda row: row + 1), "MS Zoning": words("RL", "RM", "C (all)"),
                       "Lot Frontage": numbers(21, 313, 0, 0.2), "Street": words("Pave", "Grvl"),
                       "Year Built": numbers(1872, 2010), "Pool QC": words("Ex", "Gd", gaps=0.8),
                       "SalePrice": numbers(34900, 755000)}, "SalePrice", ("Order",)),
        "wine": Shape({"fixed acidity": numbers(4.6, 15.9, 1), "density": numbers(0.99, 1.01, 5),
                       "pH": numbers(2.7, 4, 2), "quality": each(lambda row: 3 + row % 6)}, "quality"),
        "bank": Shape({"age": numbers(18, 95), "job": words("admin.", "blue-collar", "technician", "self-employed"),
                       "balance": numbers(-8019, 102127), "contact": words("cellular", "telephone", "unknown"),
                       "month": words("may", "jun", "jul"), "y": yes_no}, "y"),
        "auto-mpg": Shape({"mpg": numbers(9, 46.6, 1), "cylinders": words("three", "four", "six"),
                           "horsepower": numbers(46, 230, 0, 0.1), "weight": numbers(1613, 5140),
                           "origin": numbers(1, 3)}, "mpg"),
        "adult": Shape({"age": numbers(17, 90), "workclass": words("Private", "State-gov", gaps=0.1),
                        "fnlwgt": numbers(12285, 1484705), "education": words("Bachelors", "HS-grad", "11th", "10th"),
                        "capital-gain": numbers(0, 99999), "income": each(lambda row: ["<=50K", ">50K"][row % 2])},
                        "income"),
        "weather": Shape({"date": days, "temperature": numbers(-20, 38, 1, 0.05), "wind": words("N", "NW", "S"),
                          "rain": words("True", "False")}, "rain", types={"date": "drop"}),
        "sensors": Shape({"s1": numbers(-1, 1, 6), "s2": numbers(-1e-3, 1e-3, 9), "s3": numbers(1e6, 1e7, 3, 0.1),
                          "constant": each(lambda _: 7), "state": words("ok", "warn", "fail")}, "state", ("constant",)),
        "survey": Shape({"Größe (cm)": numbers(150, 200, 1), "Straße": words("Süd", "Köln", "Łódź"),
                         "answer, first": words("agree", "disagree", "don't know", gaps=0.1),
                         "remark": words('he said "no"', "fine; thanks", "two\nlines"), "group": yes_no}, "group"),
        "index": Shape({"": each(lambda row: (37 * row) % 61), "a": numbers(0, 9), "b": numbers(0, 1, 3), "y": yes_no},
                       "y", ("",)),
        "tickets": Shape({"id": each(lambda row: f"T-{row:05d}"), "wait": numbers(0, 48, 2),
                          "priority": words("low", "high"), "agent": words("Ann", "Bob", "Eve", gaps=0.3),
                          "solved": yes_no},
                         "solved", ("id",)),
        "codes": Shape({"zip": words("01067", "10115", "80331"), "flag": numbers(0, 1),
                        "version": words("1.2.3", "1.3.0"), "amount": numbers(1, 9e5, 2), "y": yes_no}, "y"),
        "large": Shape({"patient": each(lambda row: 2**60 + row // 2), "dose": numbers(0, 5, 2), "y": yes_no}, "y",
                       types={"patient": "drop"}),
    }  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A way of writing, and what pandas must be told of it."""

    separator: str = ","
    decimal: str = "."
    missing: str = ""
    encoding: str = "utf-8"
    end: str = "\n"
    quoting: int = csv.QUOTE_MINIMAL

    def text(self, shape: Shape) -> bytes:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=self.separator, quoting=self.quoting, lineterminator=self.end)  # type: ignore[arg-type]
        writer.writerow(shape.columns)
        for row in range(ROWS):
            writer.writerow([self.value(values[row]) for values in shape.columns.values()])
        return buffer.getvalue().encode(self.encoding)

    def value(self, value: object) -> str:
        if value is None:
            return self.missing
        return str(value).replace(".", self.decimal) if isinstance(value, float) else str(value)

    def by_pandas(self, path: Path) -> pd.DataFrame:
        return pd.read_csv(path, sep=self.separator, decimal=self.decimal, encoding=self.encoding, na_values=MISSING,
                           keep_default_na=False)  # fmt: skip


WAYS = {
    "plain": Way(),
    "German": Way(";", ",", encoding="utf-8-sig", end="\r\n"),
    "tabs in UTF-16": Way("\t", ",", missing="?", encoding="utf-16"),
    "all in quotes": Way(missing="NA", quoting=csv.QUOTE_ALL),
}
SHAPES = _shapes()
FILES = [(shape, way) for shape in SHAPES for way in WAYS]

# (table, column): why pandas reads something else
PANDAS = {("codes", "zip"): "leading zeros make a code: 01067 is no number 1067"}


def ours(path: Path, shape: Shape, way: Way) -> Dataset:
    path.write_bytes(way.text(shape))
    return Table(str(path), shape.target, types=shape.types).load()


def values(data: Dataset, name: str) -> list[Any]:
    """A column as it is meant: numbers, or words; None where one is missing."""
    if name not in data.features:
        return [data.classes[at] for at in data.y] if data.classes else [float(value) for value in data.y]
    place = data.features.index(name)
    levels = data.categories[place] if data.categories else None
    column = [None if np.isnan(value) else float(value) for value in data.x[:, place]]
    return column if levels is None else [None if at is None else levels[int(at)] for at in column]


def of_pandas(column: pd.Series[Any], words: bool) -> list[Any]:
    return [None if pd.isna(value) else str(value) if words else float(value) for value in column]


@pytest.mark.parametrize(("shape", "way"), FILES, ids=[f"{shape}, {way}" for shape, way in FILES])
def test_pandas_reads_the_same_when_it_is_told_how(tmp_path, shape, way):
    path, meant = tmp_path / "some.csv", SHAPES[shape]
    data = ours(path, meant, WAYS[way])
    frame = WAYS[way].by_pandas(path).rename(columns={"Unnamed: 0": "column 1"})
    assert {*data.features} == {*meant.columns} - {meant.target, *meant.dropped, *meant.types}
    for name in (*data.features, meant.target):
        found = values(data, name)
        words = any(isinstance(value, str) for value in found)
        assert found == [None if value is None else str(value) if words else value for value in meant.columns[name]]
        assert (of_pandas(frame[name], words) == found) != ((shape, name) in PANDAS), name


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_in_which_nothing_is_unusual_is_said_in_a_few_lines(tmp_path, shape):
    """One on the target, and one for each kind of column: left out, with gaps, categories."""
    data = ours(tmp_path / "some.csv", SHAPES[shape], WAYS["plain"])
    gaps = any(None in values for values in SHAPES[shape].columns.values())
    left_out = bool(SHAPES[shape].dropped) + bool(SHAPES[shape].types)
    assert len(data.notes) <= 2 + left_out + 2 * gaps
    assert not any(note.startswith(f"{name}:") for note in data.notes for name in data.features)


# (table, column): why skrub takes it for something else; besides, it leaves numbers with decimal commas text
SKRUB = {
    ("codes", "zip"): "leading zeros make a code: 01067 is no number 1067",
    ("titanic", "PassengerId"): "whole numbers that only count are no input",
    ("ames", "Order"): "whole numbers that only count are no input",
    ("index", ""): "the index of pandas is no input",
    ("telco", "customerID"): "text that names a row is no input",
    ("tickets", "id"): "text that names a row is no input",
}


def kind(data: Dataset, name: str) -> str:
    if name not in data.features:
        return "dropped"
    return "category" if data.categories and data.categories[data.features.index(name)] else "number"


@pytest.mark.peer
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shape", SHAPES)
def test_skrub_takes_columns_for_the_same(tmp_path, shape, way):
    from skrub import Cleaner

    path, meant, told = tmp_path / "some.csv", SHAPES[shape], WAYS[way]
    data = ours(path, meant, told)
    frame = pd.read_csv(path, sep=told.separator, encoding=told.encoding, na_values=MISSING, keep_default_na=False)
    cleaned = Cleaner(drop_if_constant=True).fit_transform(frame)
    for at, name in enumerate(meant.columns):
        column = cleaned.get(frame.columns[at])
        if name == meant.target or meant.types.get(name) == "drop":
            assert name != "date" or pd.api.types.is_datetime64_any_dtype(column)  # we ask what to make of a date
            continue
        theirs = "dropped" if column is None else "number" if pd.api.types.is_numeric_dtype(column) else "category"
        comma = told.decimal == "," and any(isinstance(value, float) for value in meant.columns[name])
        assert (kind(data, name) == theirs) != (comma or (shape, name) in SKRUB), (name, kind(data, name), theirs)
