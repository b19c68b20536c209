"""How files hold their tables: separators, quotes, headers, encodings and names of rows of many programs."""

from __future__ import annotations

import gzip
import random

import numpy as np
import pandas as pd
import pytest
from own_table import csv, read

from datasets.dataset import DatasetError
from datasets.table.table import Table

ROWS = [(7 * row % 11, row % 5, "uv"[row % 2]) for row in range(40)]


def lines(form: str = "{},{},{}\n") -> str:
    return "".join(form.format(*row) for row in ROWS)


PLAIN = "a,b,y\n" + lines()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "some.csv"


READ = {
    "a mark and sep=": b"\xef\xbb\xbfsep=;\r\n" + ("a;b;y\r\n" + lines("{};{};{}\r\n")).encode(),
    "UTF-16 and sep=": ("sep=\t\r\na\tb\ty\r\n" + lines("{}\t{}\t{}\r\n")).encode("utf-16"),
    "UTF-16 without a mark": PLAIN.encode("utf-16-le"),
    "UTF-16, the large end first": PLAIN.encode("utf-16-be"),
    "UTF-32": PLAIN.encode("utf-32"),
    "blank lines": "a,b,y\n\n" + lines("{},{},{}\n\n"),
    "spaces around names": " a , b,y \n" + lines(),
    "quotes around all": '"a","b","y"\n' + lines('"{}","{}","{}"\n'),
    "single quotes": "'a','b','y'\n" + lines("'{}','{}','{}'\n"),
    "a separator at each end": "a,b,y,\n" + lines("{},{},{},\n"),
    "a separator at each row's end": "a,b,y\n" + lines("{},{},{},\n"),
    "two separators at each end": "a,b,y,,\n" + lines("{},{},{},,\n"),
    "comments": "# one\n#two\n" + PLAIN,
}  # fmt: skip


@pytest.mark.parametrize("content", READ.values(), ids=READ)
def test_read_as_meant(file, content):
    data = read(file, content)
    assert data.features == ("a", "b")
    np.testing.assert_array_equal(data.x, [row[:2] for row in ROWS])
    assert [data.classes[at] for at in data.y] == [row[2] for row in ROWS]


def test_line_ends_of_two_systems(file):
    data = read(file, "a,b,y\r\n" + lines() + lines("{},{},{}\r\n"))
    np.testing.assert_array_equal(data.x, [row[:2] for row in ROWS * 2])


def test_a_separator_at_the_end_moves_no_column(file):
    """It was taken for the names of rows without a header: y was what b holds, and b nothing."""
    data = read(file, "y,a,b\n" + "".join(f"{y},{a},{b},\n" for a, b, y in ROWS))
    assert data.features == ("a", "b")
    assert data.classes == ("u", "v")
    assert "dropped, because no row has a value there: column 4" in data.notes


def test_backslashes_before_quotes(file):
    """As Spark and MySQL write them; a comma in such quotes moved all columns."""
    data = read(file, "a,b,y\n" + lines('{},"say \\"hi, {}\\"",{}\n'))
    assert data.categories == (None, tuple(f'say "hi, {n}"' for n in range(5)))
    np.testing.assert_array_equal(data.x[:, 0], [row[0] for row in ROWS])
    folders = ["C:\\new\\", "D:\\old\\"]
    data = read(file, "a,b,y\n" + "".join(f'{a},"{folders[b % 2]}",{y}\n' for a, b, y in ROWS))
    assert data.categories == (None, tuple(folders))


REFUSED = {
    "decimal commas between commas": ("a,y\n" + "".join(f"{n % 7},5,{n % 2}\n" for n in range(40)), "are there"),
    "such that differ": ("a,y\n" + "".join(f"{3 * n},5,{n % 2}\n" for n in range(40)), "are there decimal"),
    "more of them": ("a,b,y\n" + lines("{},5,{},25,{}\n"), "Expected 3 columns, got 5"),
    "names of rows that repeat later": (
        "a,y\n" + "".join(f"{n % 50},{n % 7},{'uv'[n % 2]}\n" for n in range(60)), "are no names of rows"),
    "one column": ("y\nu\nv\n", "it has a single column, 'y'; columns are parted by commas, semicolons, tabs"),
    "another separator": (PLAIN.replace(",", "^"), "it has a single column, 'a^b^y'"),
    "a page": ("<!DOCTYPE html>\n<html>\n<body>\n</body></html>\n", "it has a single column, '<!DOCTYPE html>'"),
    "two headers": ("x,x,cls\n" + PLAIN, "its second row (a, b) is a header, too"),
    "a row of units": (PLAIN.replace("y\n", "y\nkg,cm,\n", 1), "its second row (kg, cm) is a header, too"),
    "a title": ("My report\n\n" + PLAIN, "its second row (a, b) is a header, too"),
    "a total": (PLAIN + "Total,123,\n", "column a holds numbers, but also Total"),
    "a remark at the end": (PLAIN + "\nSource: me\n", "Row #42: Expected 3 columns, got 1: Source: me"),
    "a short row": (PLAIN + "1,2\n", "Row #42: Expected 3 columns, got 2"),
    "spaces before quotes": ('a, "b", y\n' + lines('{}, "{}", "{}"\n'), "spaces stand before quotes"),
    "a quote without an end": (PLAIN + '1,"oops,u\n' + lines(), "a quote that is opened there does not end"),
    "a quote in the header": ('a,"b,y\n' + lines(), 'a " that is opened there never ends'),
    "a byte 0": (PLAIN + lines() * 9000 + "1,2\0,u\n", "binary data (a byte 0 in line 360,042)"),
    "a spreadsheet": (b"PK\x03\x04\x14\0\x06\0" + bytes(range(256)), "it is no table in text, but binary data"),
    "two encodings": ((PLAIN + "1,süß,u\n").encode() + "1,süß,u\n".encode("latin-1"), "some of its letters"),
}  # fmt: skip
REFUSED["Cyrillic"] = (("a,b,y\n" + lines().replace(",1,", ",Москва,")).encode("cp1251"), "neither UTF-8 nor Latin")
REFUSED["Chinese"] = (("a,b,y\n" + lines().replace(",1,", ",上海,")).encode("gb18030"), "save it as CSV in UTF-8")


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_refused_with_the_reason(file, content, said):
    with pytest.raises(DatasetError) as refused:
        read(file, content)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_missing_values_in_the_first_row_are_no_second_header(file):
    data = read(file, "a,b,y\nNA,-,u\n" + lines())
    assert np.isnan(data.x[0]).all()


ORDER = random.Random(1).sample(range(1000), 40)


@pytest.mark.parametrize(
    ("header", "row", "names"),
    [
        (",Unnamed: 0,a,y", "{0},{1},{2},{3}", "column 1, Unnamed: 0"),  # saved twice by pandas
        ("Unnamed: 0.1,Unnamed: 0,a,y", "{0},{1},{2},{3}", "Unnamed: 0.1, Unnamed: 0"),
        ("level_0,a,y", "{1},{2},{3}", "level_0"),
        ('"";"a";"y"', '"r{0}";{2};"{3}"', "column 1"),  # R's write.csv2
        (",a,y", "{5},{2},{3}", "column 1"),  # two tables, one after the other
    ],
)
def test_names_of_rows(file, header, row, names):
    rows = [row.format(n, ORDER[n], n % 7, "uv"[n % 2], 0, n % 20) for n in range(40)]
    data = read(file, "\n".join([header, *rows]) + "\n")
    assert data.features == ("a",)
    assert f"dropped as names of rows: {names}" in data.notes


def test_row_numbers_in_the_middle_are_identifiers(file):
    data = read(file, "a,Unnamed: 0,y\n" + "".join(f"{n % 7},{ORDER[n]},{n % 2}\n" for n in range(40)))
    assert data.notes[1:] == ("dropped as identifiers, which differ in every row: Unnamed: 0",)


def test_a_column_without_a_name_that_measures_is_kept_and_can_be_dropped(file):
    text = ",b,y\n" + "".join(f"{1.5 * a},{b},{y}\n" for a, b, y in ROWS)
    data = read(file, text)
    assert data.features == ("column 1", "b")
    assert "column 1 has no name of its own, and its values repeat: it is taken for a column like others" in data.notes
    assert read(file, text, drop=["column 1"]).features == ("b",)


def test_the_indices_of_pandas(tmp_path):
    frame, path = pd.DataFrame({"a": np.arange(40) % 7, "y": ["u", "v"] * 20}), tmp_path / "t.parquet"
    for index, names in [
        (pd.MultiIndex.from_arrays([ORDER, np.arange(40) % 3], names=["id", "part"]), "id, part"),
        (pd.Index(ORDER, name="station"), "station"),
        (pd.date_range("2024", periods=40, tz="Europe/Berlin"), "__index_level_0__"),
    ]:
        frame.set_index(index).to_parquet(path)
        data = Table(str(path), "y").load()
        assert data.features == ("a",)
        assert f"dropped as names of rows: {names}" in data.notes
    pd.DataFrame({"__index_level_0__": ORDER, "": np.arange(40) % 5}).assign(y=frame["y"]).to_parquet(path, index=False)
    assert Table(str(path), "y").load().features == ("column 2",)  # as others save it, who do not say that it is one


@pytest.mark.parametrize("b", ["he said {}\nwords", "2024-01-{:02d}"])
def test_a_message_is_one_line_and_its_advice_works_whatever_a_column_is_called(file, b):
    text = 'a,"b\nc",y\n' + "".join(f'{n % 7},"{b.format(n % 28 + 1)}",{"uv"[n % 2]}\n' for n in range(40))
    with pytest.raises(DatasetError, match=r"""^[^\n]*'dataset.drop=\["b c"\]'$"""):
        read(file, text)
    assert read(file, text, drop=["b c"]).features == ("a",)


def test_gzip_in_parts(tmp_path):
    data = read(tmp_path / "t.csv.gz", gzip.compress(PLAIN.encode()) + gzip.compress(lines().encode()))
    assert len(data.y) == 80


def test_the_separator_is_not_what_stands_in_values(file):
    data = read(file, csv(lambda row: f"x;{row % 3};{row % 2}"))
    assert data.categories is not None
    assert len(data.categories[1] or ()) == 6
