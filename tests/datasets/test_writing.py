"""Numbers, dates and files as people write them: by hand, one by one."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from datasets.dataset import DatasetError
from datasets.table import dates, writing
from datasets.table.names import listing, meant, typing
from datasets.table.table import Table


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1", "point", 1), ("-1.5", "point", -1.5), ("1,5", "comma", 1.5), ("0,040856", "comma", 0.040856),
        ("1,234", "point", 1234), ("1,234", "comma", 1.234), ("1.234", "comma", 1234), ("1.234", "point", 1.234),
        ("1.234.567,8", "comma", 1234567.8), ("1,234,567.8", "point", 1234567.8), ("12,34,567", "point", 1234567),
        ("1 234,5", "comma", 1234.5), ("1\u202f234", "point", 1234), ("1’234.50", "point", 1234.5),
        ("+3", "point", 3), ("\u22123", "point", -3), ("(1,250.00)", "point", -1250), ("12-", "point", -12),
        ("86.105%", "point", 86.105), ("$ 5", "point", 5), ("-$5", "point", -5), ("$-5", "point", -5),
        ("5,20 €", "comma", 5.2), ("EUR 5", "point", 5), ("12 kg", "point", 12), ("12kg", "point", 12),
        ("36 months", "point", 36), ("1e-3", "point", 0.001), ("1,5E3", "comma", 1500), (".5", "point", 0.5),
    ],
)  # fmt: skip
def test_a_number_is_read(text, decimal, value):
    found = writing.number(text)
    assert found is not None
    assert found.value(decimal) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text", ["", "a", "1.2.3", "1,2,3", "10-19", "12A", "3+", "1st", "2nd", "1 2", "192.168.0.1", "2024-01-31", "12:30",
             "--5", "5.000.00", "1.234,567.8", "K0001", "(5", "1/2"],
)  # fmt: skip
def test_what_is_no_number_is_none(text):
    assert writing.number(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1.5", "point"), ("1,5", "comma"), ("1,234", "comma?"), ("1.234", "point?"), ("0.123", "point"),
     ("1234.567", "point"), ("1.234.567", "points"), ("1,234,567", "commas"), ("1,234.5", "point"),
     ("17", ""), ("1,234e2", "comma")],
)  # fmt: skip
def test_what_its_signs_say(text, kind):
    found = writing.number(text)
    assert found is not None
    assert found.kind == kind


def columns(path: Path, separator: str = ",", **named: list[object]) -> Path:
    """A file with a number `a`, the columns that are `named`, and two classes `y`."""
    rows = max(map(len, named.values()))
    draw = random.Random(0)
    table = {"a": [draw.randrange(7) for _ in range(rows)], **named, "y": [row % 2 for row in range(rows)]}
    pd.DataFrame(table).to_csv(path, index=False, sep=separator)
    return path


def load(path: Path, target: str = "y", **entries):
    return Table(str(path), target, **entries).load()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "some.csv"


@pytest.mark.parametrize(
    ("separator", "values", "numbers", "said"),
    [
        (
            ";",
            ["5,20", "9,99", "24,90", "7"],
            [5.2, 9.99, 24.9, 7],
            "price: read as numbers, a decimal comma; 5,20 is 5.2",
        ),
        (",", ["1,250", "2,500", "10", "1,000"], [1250, 2500, 10, 1000], "commas between thousands; 1,250 is 1250"),
        (",", ["86.1%", "13.25%", "8%", "9%"], [86.1, 13.25, 8, 9], "without “%”; 86.1% is 86.1"),
        (",", ["$5", "$7.50", "12", "$1,200"], [5, 7.5, 12, 1200], "commas between thousands, without “$”"),
        (",", ["0", "4", "-", "2"], [0, 4, np.nan, 2], "price: read as numbers, “-” is missing"),
        (",", ["0", "4", "unknown", "."], [0, 4, np.nan, np.nan], "“unknown” and “.” is missing"),
        (",", ["36 months", "60 months", "1 month", "2 months"], [36, 60, 1, 2], "without “months”"),
    ],
)
def test_a_column_of_them_is_numbers_and_said(file, separator, values, numbers, said):
    data = load(columns(file, separator, price=values * 10))
    place = data.features.index("price")
    np.testing.assert_array_equal(data.x[:, place], numbers * 10)
    assert data.categories is None or data.categories[place] is None
    assert any(said in note for note in data.notes), data.notes


@pytest.mark.parametrize(
    ("separator", "values", "said"),
    [
        (
            ";",
            ["1,234", "2,500", "3,125"],
            "column b can be read in two ways: 1,234 may be a thousand and more, or less",
        ),
        (
            ",",
            ["1.5", "2,5", "3.5"],
            "column b holds decimal points and decimal commas (1.5, 2,5); write all numbers one way",
        ),
        (",", ["5 kg", "200 g", "3 kg"], "column b holds numbers that cannot be compared"),
        (",", ["5%", "0.1", "7%"], "column b holds numbers that cannot be compared"),
        (",", ["€5", "$7", "€8"], "column b holds numbers that cannot be compared"),
        (",", ["1.2M", "800K", "3M"], "column b holds numbers that cannot be compared"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(file, separator, values, said):
    with pytest.raises(DatasetError) as refused:
        load(columns(file, separator, b=values * 10))
    assert said in str(refused.value)


def test_the_user_says_what_the_file_does_not(file):
    columns(file, ";", b=["1,234", "2,500", "3,125"] * 10)
    assert load(file, decimal="comma").x[:3, 1].tolist() == [1.234, 2.5, 3.125]
    assert load(file, decimal="point").x[:3, 1].tolist() == [1234, 2500, 3125]
    data = load(file, types={"a": "category", "b": "category"})
    assert data.categories is not None
    assert data.categories[1] == ("1,234", "2,500", "3,125")
    assert load(file, types={"b": "drop"}).features == ("a",)
    assert load(file, types={"2": "drop"}).features == ("a",)  # by its number
    with pytest.raises(DatasetError, match=r"dataset\.types=q: it has no such column"):
        load(file, types={"q": "drop"})
    with pytest.raises(ValueError, match="types must be one of number, category, date, drop, not 'text'"):
        load(file, types={"b": "text"})
    with pytest.raises(DatasetError, match="drops y, which is the target"):
        load(file, types={"y": "drop"})


def test_another_column_shows_the_decimal_sign(file):
    data = load(
        columns(file, ";", price=["3,50", "4,25"] * 20, sales=["1.234", "2.500"] * 20, more=["1,234", "0,5"] * 20)
    )
    np.testing.assert_array_equal(data.x[:2, 1:], [[3.5, 1234, 1.234], [4.25, 2500, 0.5]])
    assert any("sales: read as numbers, points between thousands; 1.234 is 1234" in note for note in data.notes)


def test_a_point_alone_is_decimal(file):
    assert load(columns(file, b=["1.234", "2.500"] * 20)).x[:2, 1].tolist() == [1.234, 2.5]


@pytest.mark.parametrize(
    "values", [["12 Oak", "3 Elm", "7 Ash", "9 Fir"], ["1 Family", "2 Family", "3 Apt"], ["12A", "13B"]]
)
def test_names_with_numbers_are_categories(file, values):
    data = load(columns(file, b=values * 12))
    assert data.categories is not None
    assert data.categories[1] == tuple(sorted(values))


def test_a_few_words_beside_few_numbers_are_categories_and_said(file):
    data = load(columns(file, b=["0", "1", "2", "3 or more"] * 10))
    assert data.categories is not None
    assert data.categories[1] == ("0", "1", "2", "3 or more")
    assert "b: categories, not numbers, because it also holds 3 or more" in data.notes


def test_a_price_to_predict_is_no_class(file):
    file.write_text("a;b;price\n" + "".join(f"{n % 3};{n % 5};{20 + n},{n % 10}\n" for n in range(30)))
    data = load(file, "price")
    assert data.is_regression
    assert data.y[:2].tolist() == [20.0, 21.1]


@pytest.mark.parametrize(
    ("texts", "values", "unit"),
    [
        (["1970-01-02", "1970-01-31"], [1, 30], "days since 1970"),
        (["1970-01-02 12:00", "1970-01-03 00:00"], [1.5, 2], "days since 1970"),
        (["1970-01-02T06:00:00Z", "1970-01-03T00:00:00Z"], [1.25, 2], "days since 1970"),
        (["2.1.1970", "31.1.1970"], [1, 30], "days since 1970"),
        (["1/2/1970", "1/31/1970"], [1, 30], "days since 1970"),  # the second says that the month is first
        (["2 Jan 1970", "31 Jan 1970"], [1, 30], "days since 1970"),
        (["12:30", "6:15"], [12.5, 6.25], "hours"),
    ],
)
def test_dates_become_days(texts, values, unit):
    found, said = dates.days("since", texts)
    assert list(found.values()) == pytest.approx(values, abs=1e-12)
    assert said.startswith(f"{unit} ({texts[0]} is ")


def test_a_date_that_may_be_two_is_refused():
    with pytest.raises(
        DatasetError, match=r"read in two ways \(1/2/1970: day or month first\?\); write them as 2024-12-31"
    ):
        dates.days("since", ["1/2/1970", "3/4/1970"])
    with pytest.raises(DatasetError, match="in several forms"):
        dates.days("since", ["1970-01-02", "2.1.1970"])


def test_dates_are_read_where_it_is_asked_for(file):
    columns(file, since=[f"1970-01-{day:02d}" for day in range(2, 32)])
    with pytest.raises(DatasetError, match=r"'dataset\.types=\{since:date\}' makes days of them, or leave it out"):
        load(file)
    data = load(file, types={"since": "date"})
    assert data.x[:, 1].tolist() == list(range(1, 31))
    assert "since: dates, read as days since 1970 (1970-01-02 is 1)" in data.notes


ROWS = [(n % 3, n % 5, n % 2) for n in range(30)]
PLAIN = "a,b,y\n" + "".join(f"{a},{b},{y}\n" for a, b, y in ROWS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PLAIN.encode("utf-16"), "read as UTF-16"),
        (PLAIN.encode("utf-8-sig"), ""),
        (PLAIN.replace("\n", "\r\n").encode(), ""),
        (PLAIN.replace("\n", "\r").encode(), ""),
        (PLAIN.replace(",", ";").encode(), ""),
        (PLAIN.replace(",", "\t").encode(), ""),
        (PLAIN.replace(",", "|").encode(), ""),
        (b"sep=;\n" + PLAIN.replace(",", ";").encode(), ""),
        (
            b"# exported by a tool\n# in 2024\n" + PLAIN.encode(),
            "left out what begins with # above the header: 2 lines",
        ),
    ],
    ids=["UTF-16", "a mark", "Windows", "old Mac", "semicolons", "tabs", "bars", "sep=", "comments"],
)
def test_a_file_is_read_whatever_its_layout(file, content, said):
    file.write_bytes(content)
    data = load(file)
    assert data.features == ("a", "b")
    np.testing.assert_array_equal(data.x, [row[:2] for row in ROWS])
    assert not said or said in data.notes


def test_latin_1_is_read_and_said(file):
    file.write_bytes("größe,y\n".encode("latin-1") + "süß,0\nsauer,1\n".encode("latin-1") * 10)
    data = load(file)
    assert data.features == ("größe",)
    assert data.categories == (("sauer", "süß"),)
    assert "read as Windows-1252 (Latin-1), because it is no UTF-8" in data.notes


def test_a_quoted_name_may_go_over_two_lines(file):
    file.write_text('"first\nname",b,y\n' + "".join(f"{n % 3},{n % 5},{n % 2}\n" for n in range(30)))
    assert load(file).features == ("first name", "b")


def test_a_second_header_is_refused(file):
    file.write_text(",X1,X2,Y\nID,LIMIT,SEX,default\n" + "".join(f"{n},{n % 7},{n % 2},{n % 2}\n" for n in range(20)))
    with pytest.raises(DatasetError, match=r"its second row \(ID, LIMIT, SEX and 1 more\) is a header, too"):
        load(file, "Y")


def test_a_wide_row_is_read(tmp_path):
    """Longer than Arrow's blocks of a megabyte."""
    many, path = 4_000, tmp_path / "wide.csv.gz"
    line = ",".join(["0.12345".ljust(300, "0")] * many)
    with gzip.open(path, "wt", compresslevel=1) as out:
        out.write(",".join(f"g{n}" for n in range(many)) + ",y\n" + f"{line},0\n{line},1\n" * 2)
    with pytest.raises(DatasetError, match=r"no column is left to learn from.*dropped as constant"):
        load(path)


@pytest.mark.parametrize("names", ["", "Unnamed: 0", "...1", "row.names", "rownames"])
def test_names_of_rows_are_no_feature(file, names):
    order = random.Random(1).sample(range(1000), 40)
    file.write_text(f"{names},a,y\n" + "".join(f"{n},{n % 3},{n % 2}\n" for n in order))
    data = load(file)
    assert data.features == ("a",)
    name = names or "column 1"
    assert f"dropped as names of rows: {name}" in data.notes
    assert load(file, keep=[name]).features == (name, "a")


def test_the_first_column_of_r_has_no_name(file):
    file.write_text("a,y\n" + "".join(f"r{n},{n % 3},{n % 2}\n" for n in range(20)))
    data = load(file)
    assert data.features == ("a",)
    assert "dropped as names of rows: column 1" in data.notes


def test_the_index_of_pandas_is_no_feature(tmp_path):
    frame = pd.DataFrame(
        {"a": np.arange(40) % 3, "y": np.arange(40) % 2}, index=np.random.default_rng(0).permutation(40)
    )
    frame.to_parquet(tmp_path / "t.parquet")
    data = load(tmp_path / "t.parquet")
    assert data.features == ("a",)
    assert "dropped as names of rows: __index_level_0__" in data.notes


def test_categories_of_pandas_are_categories_whatever_they_hold(tmp_path):
    frame = pd.DataFrame({"zip": pd.Categorical([10115, 50667, 80331] * 10), "y": ["u", "v"] * 15})
    frame.to_parquet(tmp_path / "t.parquet")
    assert load(tmp_path / "t.parquet").categories == (("10115", "50667", "80331"),)


def test_types_of_parquet(tmp_path):
    table = pa.table({
        "view": pa.array(["a", "b", None, "a"] * 5).cast(pa.string_view()),
        "decimal": pa.array([1, 2, 3, 4] * 5).cast(pa.decimal128(21, 2)),
        "nullable": pa.array([1, None, 3, 4] * 5, pa.int64()),
        "y": pa.array(["u", "v"] * 10),
    })  # fmt: skip
    parquet.write_table(table, tmp_path / "t.parquet")
    data = load(tmp_path / "t.parquet")
    assert data.categories == (("a", "b"), None, None)
    np.testing.assert_array_equal(data.x[:4, 1:], [[1, 1], [2, np.nan], [3, 3], [4, 4]])


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_whole_numbers_that_a_float_does_not_tell_apart_are_compared_as_text(tmp_path, ending):
    big = 2**53
    frame = pd.DataFrame({"a": np.arange(60) % 7, "patient": [big * 100 + n // 2 for n in range(60)],
                          "tweet": [big * 64 + n for n in range(60)],
                          "y": [big + n % 3 for n in range(60)]})  # fmt: skip
    path = tmp_path / f"t{ending}"
    frame.to_csv(path, index=False) if ending == ".csv" else frame.to_parquet(path, index=False)
    data = load(path, group="patient")
    assert data.classes == (str(big), str(big + 1), str(big + 2))
    assert data.groups is not None
    assert len(np.unique(data.groups)) == 30
    assert data.features == ("a",)
    assert "dropped as identifiers, which differ in every row: tweet" in data.notes


def test_years_and_fractions_that_count_are_no_identifiers(file):
    data = load(columns(file, year=list(range(1960, 2020)), half=[n + 0.5 for n in range(60)], number=list(range(60))))
    assert data.features == ("a", "year", "half")


def test_levels_that_differ_only_in_their_writing_are_pointed_at(file):
    data = load(columns(file, b=["yes", "Yes", "no", "no ."] * 10))
    assert "b has levels that differ only by case, spaces or a final dot: Yes/yes, no/no ." in data.notes


@pytest.mark.parametrize("value", ["1e300", "1.7976931348623157e308", "1e39"])
def test_numbers_that_no_float32_holds_are_named(file, value):
    with pytest.raises(DatasetError, match=r"column b holds .* in 1 of 30 rows, which is larger than"):
        load(columns(file, b=[value, *map(str, range(29))]))


def test_advice_can_be_typed_as_it_stands():
    assert listing("drop", "since") == "dataset.drop=[since]"
    assert listing("drop", "Comment (free)") == """'dataset.drop=["Comment (free)"]'"""
    assert listing("keep", 'a "b"') == """'dataset.keep=["a \\"b\\""]'"""
    assert typing("since", "date", 3) == "'dataset.types={since:date}'"
    assert typing("größe", "number", 3) == "'dataset.types={3:number}'"
    assert meant("3", ["a", "b", "größe"]) == "größe"
    assert meant("3", ["a", "b", "3"]) == "3"


@pytest.mark.parametrize(
    "name", ["Comment (free)", "Last, First", "größe", "it's", 'a "b"', "null", "a=b", "{c}", "~x"]
)
def test_and_hydra_reads_it(folklore, store, name):
    import shlex

    pd.DataFrame({"a": [n % 3 for n in range(40)], name: [f"he said {n} words" for n in range(40)],
                  "y": [n % 2 for n in range(40)]}).to_csv("some.csv", index=False)  # fmt: skip
    words = [
        "run",
        "dataset=table",
        "dataset.path=some.csv",
        "dataset.target=y",
        "epochs=1",
        "seeds=1",
        "model.hidden=[2]",
    ]
    called = folklore(*words)
    assert called.status == 2
    advice = called.err.partition("leave it out with ")[2].strip()
    again = folklore(*words, *shlex.split(advice))
    assert again.status == 0, again.err


def test_a_word_among_numbers_is_refused_however_they_are_written(file):
    """It made an identifier of them, which was dropped."""
    columns(file, ";", b=["oops", *(f"{n},{n % 7}5" for n in range(39))])
    with pytest.raises(DatasetError, match=r"column b holds numbers, but also oops; put a number or nothing there"):
        load(file)
    data = load(file, types={"b": "category"}, keep=["b"], drop=["a"])
    assert data.features == ("b",)
