"""What a column is taken for: writings of numbers, codes and dates from many programs and countries."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from own_table import ROWS, csv, read
from pyarrow import parquet

from datasets.dataset import DatasetError
from datasets.table import dates, writing
from datasets.table.table import Table


@pytest.fixture
def file(tmp_path):
    return tmp_path / "some.csv"


def counted(start: int, step: float, form: str):
    return lambda row: format(start + row * step, form)


NAN = float("nan")
NUMBERS = {
    "a space that does not break": (",", lambda row: f"{1000 + 37 * row:,}".replace(",", "\u00a0"), [1000, 1037],
                                    "1\u00a0000 is 1000"),
    "a thin space": (";", lambda row: f"{1000 + row / 4:,.2f}".translate({44: "\u202f", 46: ","}),
                     [1000, 1000.25], "a decimal comma"),
    "Swiss": (",", lambda row: f"{1000 + 37.5 * row:,.2f}".replace(",", "'"), [1000, 1037.5], "1'000.00 is 1000"),
    "German euros": (";", lambda row: f"{1000 + 37.5 * row:,.2f} €".translate({44: ".", 46: ","}), [1000, 1037.5],
                     "a decimal comma, without “€”"),
    "Swedish crowns": (";", lambda row: f"{row + 1} 234,50 kr", [1234.5, 2234.5], "without “kr”"),
    "lakhs": (",", lambda row: f"₹ {row + 1},23,456", [123456, 223456], "without “₹”"),
    "accounts": (",", lambda row: f"({row}.50)" if row % 2 else f"{row}.25", [0.25, -1.5], "(1.50) is -1.5"),
    "accounts in dollars": (",", lambda row: f"($1,{100 + row})" if row % 2 else f"$2,{100 + row}", [2100, -1101],
                            "($1,101) is -1101"),
    "a minus behind": (",", lambda row: f"{row}.50-" if row % 2 else f"{row}.25", [0.25, -1.5], "1.50- is -1.5"),
    "powers beside commas": (";", lambda row: "1e3" if row == 0 else f"{row},5", [1000, 1.5], "a decimal comma"),
    "powers with commas": (";", lambda row: f"{row},5E+03", [500, 1500], "a decimal comma; 0,5E+03 is 500"),
    "percent and commas": (";", lambda row: f"{row},{row % 10} %", [0, 1.1], "without “%”"),
    "per mille that count": (",", lambda row: f"{row}‰", [0, 1], "without “‰”"),
    "degrees that count": (",", lambda row: f"{row}°C", [0, 1], "without “°C”"),
    "dollars that count": (",", lambda row: f"USD {1000 + row:,}.00", [1000, 1001], "without “USD”"),
    "a minus of typographers": (";", lambda row: f"\u2212{row},5 °C", [-0.5, -1.5], "−0,5 °C is -0.5"),
    "full width": (",", lambda row: "".join(chr(0xFF10 + int(digit)) for digit in str(17 * row)), [0, 17], "read as"),
    "Arabic digits": (",", lambda row: "".join(chr(0x660 + int(digit)) for digit in str(17 * row)), [0, 17], "read as"),
    "yen of full width": (",", lambda row: f"\uffe5{100 * row}", [0, 100], "without “¥”"),
    "fractions that count": (",", lambda row: f"{row}.0", [0, 1], ""),
    "MySQL's missing": (",", lambda row: f"{3.5 * row}" if row % 5 else "\\N", [NAN, 3.5], "“\\N” is missing"),
    "Excel's errors": (",", lambda row: f"{3.5 * row}" if row % 5 else "#DIV/0!", [NAN, 3.5], "“#DIV/0!” is missing"),
    "Excel's errors in German": (";", lambda row: f"{row},5" if row % 5 else ["#NV", "#WERT!"][row % 2], [NAN, 1.5],
                                 "“#NV” and “#WERT!” is missing"),
    "Excel's errors in Spanish": (";", lambda row: f"{row},5" if row % 5 else "#¡VALOR!", [NAN, 1.5], "is missing"),
    "a pivot table's gap": (",", lambda row: f"{row}.25" if row % 5 else "(leer)", [NAN, 1.25], "“(leer)” is missing"),
    "SPSS's missing": (",", lambda row: f"{row}.25" if row % 5 else "#NULL!", [NAN, 1.25], "“#NULL!” is missing"),
    "SAS's missing": (",", lambda row: f"{row}.25" if row % 5 else ".", [NAN, 1.25], "“.” is missing"),
    "three digits, once more": (";", lambda row: f"{row + 1}.{100 + row}" if row else "1.100.500", [1100500, 2101],
                                "points between thousands"),
}  # fmt: skip


@pytest.mark.parametrize(("separator", "b", "first", "said"), NUMBERS.values(), ids=NUMBERS)
def test_numbers(file, separator, b, first, said):
    data = read(file, csv(b, separator))
    place = data.features.index("b")
    np.testing.assert_allclose(data.x[:2, place], first, rtol=1e-15)
    assert data.categories is None or data.categories[place] is None
    notes = [note for note in data.notes if note.startswith("b: read as numbers")]
    assert any(said in note for note in notes) if said else not notes


NEARLY = {
    "base 16": lambda row: f"0x{37 * row:X}",
    "parts of eight": lambda row: f"{row}/8",
    "below the limit": lambda row: f"<{row}.5" if row % 2 else f"{row}.5",
    "sizes": lambda row: f"{row}x{row + 3}",
    "places": lambda row: f"48.{row}N",
    "degrees and minutes": lambda row: f"48°{row:02d}'N",
    "errors": lambda row: f"{row}.5±0.1",
    "powers of ten": lambda row: f"{row}.5×10^3",
    "Fortran": lambda row: f"{row}.5D+03",
    "Excel's text": lambda row: f"'{37 * row}",
    "Excel's formula": lambda row: f'="{37 * row:05d}"',
    "Python's digits": lambda row: f"1_{100 + row}",
    "a unit without a space": lambda row: f"{row}meters",
    "as a page has it": lambda row: f"{row}&nbsp;%",
    "inches": lambda row: f'{row}"',
    "postcodes": lambda row: f"{(1067 + 2231 * row) % 99999:05d}",
}


@pytest.mark.parametrize("b", NEARLY.values(), ids=NEARLY)
def test_what_is_nearly_a_number_is_no_identifier(file, b):
    """Different in every row as numbers are; dropping it would lose what it says."""
    with pytest.raises(DatasetError, match=r"look like numbers, but are written in no known way .* dataset.drop=\[b\]"):
        read(file, csv(b))
    assert read(file, csv(b), drop=["b"]).features == ("a",)


@pytest.mark.parametrize(
    "b",
    [
        lambda row: f"K{row:04d}",
        lambda row: f"{17 * row % 40:04d}",
        lambda row: f"{row * 2654435761 % 2**64:016x}z",
        lambda row: f"p{row}@example.org",
    ],
)
def test_codes_are_identifiers(file, b):
    assert read(file, csv(b)).notes[1:] == ("dropped as identifiers, which differ in every row: b",)


def test_few_of_them_are_categories_and_many_are_said(file):
    data = read(file, csv(["1,000+", "10,000+", "500+"]))
    assert data.categories == (None, ("1,000+", "10,000+", "500+"))
    assert not any("not numbers" in note for note in data.notes)
    data = read(file, csv(lambda row: f"{row % 15}/8"))
    assert "b: categories, not numbers, because of how they are written (0/8, 1/8 and 13 more)" in data.notes


def test_leading_zeros_make_codes(file):
    text = csv(["01067", "04103", "10115", "80331"])
    assert read(file, text).categories == (None, ("01067", "04103", "10115", "80331"))
    assert read(file, text, types={"b": "number"}).x[:3, 1].tolist() == [1067, 4103, 10115]
    assert read(file, text, target="b", drop=["y"]).classes == ("01067", "04103", "10115", "80331")
    data = read(file, csv(["1", "01", "2", "02"]), group="b")
    assert len(np.unique(data.groups)) == 4


def test_a_group_that_is_unknown_is_none(file):
    data = read(file, csv(["-", "7", "8", "9", "unknown"]), group="b")
    assert len(data.y) == ROWS * 3 // 5
    assert f"dropped {ROWS * 2 // 5} of {ROWS} rows, where the group b is missing" in data.notes


@pytest.mark.parametrize(
    ("separator", "b"),
    [
        (";", lambda row: f"{row + 1}.{100 + row}"),
        (",", lambda row: f"{row + 1}.{100 + row}" if row % 2 else f"{20 * row}"),
    ],
    ids=["where columns are parted by semicolons", "beside numbers below a thousand"],
)
def test_a_point_before_three_digits_can_be_unclear(file, separator, b):
    """As a German spreadsheet writes 2.101 for two thousand and more."""
    with pytest.raises(DatasetError, match=r"in two ways: [12]\.10[01] may be a thousand .* dataset\.decimal=point"):
        read(file, csv(b, separator))
    assert read(file, csv(b, separator), decimal="point").x[1, 1] == 2.101
    assert read(file, csv(b, separator), decimal="comma").x[1, 1] == 2101


DATES = {
    "a zone": (["1970-01-02T02:00:00+02:00", "1970-01-03T00:00:00Z"], [1, 2]),
    "two zones": (["1970-01-02 01:00:00+01:00", "1970-01-02 02:00:00+02:00"], [1, 1]),
    "digits alone": (["19700102", "19700131"], [1, 30]),
    "a comma before the time": (["1/13/1970, 12:00:00 PM", "1/14/1970, 12:00:00 AM"], [12.5, 13]),
    "as in mails": (["Fri, 02 Jan 1970 12:00:00 GMT", "Sat, 03 Jan 1970 00:00:00 GMT"], [1.5, 2]),
    "SAS's": (["02JAN1970", "31JAN1970"], [1, 30]),
    "weeks": (["1970-W02", "1970-W03"], [4, 11]),
    "half days": (["12:30 AM", "1:15 p.m."], [0.5, 13.25]),
    "hours beyond a day": (["27:30:00", "100:00:36"], [27.5, 100.01]),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "values"), DATES.values(), ids=DATES)
def test_dates(texts, values):
    assert dates.are_dates(texts) or texts[0].isdigit() or texts[0][0].isalpha()
    assert list(dates.days("since", texts)[0].values()) == pytest.approx(values, abs=1e-9)


def test_dates_that_are_missing(file):
    """A dash, a word, and how MySQL writes them."""
    text = csv(lambda row: ["-", "unknown", "0000-00-00"][row % 3] if row % 4 == 0 else f"1970-01-{2 + row % 28:02d}")
    data = read(file, text, types={"b": "date"})
    np.testing.assert_array_equal(data.x[:6, 1], [NAN, 2, 3, 4, NAN, 6])
    with pytest.raises(DatasetError, match="column b holds dates or times"):
        read(file, text.replace("0000-00-00", "-"))


def test_dates_in_no_known_form_say_what_is_known(file):
    with pytest.raises(DatasetError, match=r"in none that is known \(2024Q1, .* write them as 2024-12-31"):
        read(file, csv(lambda row: f"2024Q{1 + row % 4}"), types={"b": "date"})


DAYS = np.arange(ROWS)
ARROW = {
    "a zone": (pa.array(DAYS * 86_400 * 10**9, pa.timestamp("ns", "Europe/Berlin")), {"b": "date"}, DAYS),
    "a date": (pa.array(DAYS.astype(np.int32), pa.date32()), {"b": "date"}, DAYS),
    "a time": (pa.array((DAYS * 1800).astype(np.int32), pa.time32("s")), {"b": "date"}, DAYS / 2),
    "decimals that count": (pa.array(DAYS).cast(pa.decimal128(30, 2)), {}, DAYS),
    "floats that count": (pa.array(DAYS.astype(float)), {}, DAYS),
    "half": (pa.array((DAYS / 8).astype(np.float16)), {}, DAYS / 8),
    "text with decimal commas": (pa.array([f"{day},5" for day in DAYS]), {}, DAYS + 0.5),
    "large text": (pa.array([f"{day}.5%" for day in DAYS], pa.large_string()), {}, DAYS + 0.5),
}


@pytest.mark.parametrize(("values", "types", "expected"), ARROW.values(), ids=ARROW)
def test_types_of_parquet(tmp_path, values, types, expected):
    parquet.write_table(pa.table({"b": values, "y": ["u", "v"] * (ROWS // 2)}), tmp_path / "t.parquet")
    data = Table(str(tmp_path / "t.parquet"), "y", types=types).load()
    assert data.features == ("b",)
    np.testing.assert_allclose(data.x[:, 0], expected, atol=1e-12)


@pytest.mark.parametrize("values", [[[1, 2]] * ROWS, [b"ab"] * ROWS, [{"q": 1}] * ROWS, [None, *[b""] * (ROWS - 1)]])
def test_other_types_are_refused(tmp_path, values):
    parquet.write_table(pa.table({"a": DAYS % 7, "b": values, "y": ["u", "v"] * (ROWS // 2)}), tmp_path / "t.parquet")
    with pytest.raises(DatasetError, match=r"column b holds .*, neither numbers nor text; .*dataset.drop=\[b\]"):
        Table(str(tmp_path / "t.parquet"), "y").load()


def test_decimals_that_a_float_does_not_tell_apart_are_text(tmp_path):
    from decimal import Decimal

    values = pa.array([Decimal(f"12345678901234567890.{row % 4:02d}") for row in DAYS])
    parquet.write_table(pa.table({"a": DAYS % 7, "b": values, "y": ["u", "v"] * (ROWS // 2)}), tmp_path / "t.parquet")
    data = Table(str(tmp_path / "t.parquet"), "y").load()
    assert data.categories is not None
    assert data.categories[1] == tuple(f"12345678901234567890.{row:02d}" for row in range(4))


@pytest.mark.parametrize(
    "text", ["#N/A", "#NV", "#WERT!", "#¡VALOR!", "#NOMBRE?", "#DIV/0!", "N/A", "\\N", "-", "(leer)"]
)
def test_what_stands_for_missing(text):
    assert writing.is_missing(text)


@pytest.mark.parametrize("text", ["#1", "# 1", "x", "0", "#tag", "basic"])
def test_and_what_does_not(text):
    assert not writing.is_missing(text)
