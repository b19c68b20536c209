"""Numbers as people write them: decimal commas, thousands, percent, currencies, units, words for missing.

A column is read by one way of writing, which all of its values follow and which is said. What could be read in two ways
is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from datasets.dataset import DatasetError
from datasets.table.names import some

DECIMALS = ("auto", "point", "comma")
Decimal = Literal["point", "comma"]

# Beside numbers, these words and signs stand for a missing one. (Beside words, they may be a category.)
MISSING = frozenset(
    ("", "?", "<na>", ".", "..", "...", "-", "--", "---", "–", "—", "*", "none", "nil", "missing", "unknown", "unk",
     "na", "n/a", "n.a", "n.a.", "nd", "n.d", "n.d.", "tbd", "null", "nan", "(null)", "(empty)", "blank", "k.a", "k.a.",
     "keine angabe", "s/d", "inconnu", "no data", "not available", "not applicable", "not known", "not reported",
     "\\n", "(leer)", "(blank)", "(vide)", "n.v.", "n.b.", "s.d.", "sin datos", "unbekannt", "fehlt")
)  # fmt: skip
SHEET_ERROR = re.compile(r"#[¡¿]?[^\W\d_a-z]+(/[A-Z0]+)?[!?]?")  # of a spreadsheet in any language: #N/A, #WERT!
SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")  # that do not break, or are thin
MINUS = re.compile("[\u2212\u2012\u2013\uff0d](?=[^ ])")
CURRENCY = (
    r"(?:[ACU]S?\$|R\$|[$€£¥₹₽₩₺₴₪฿₫]|kr\.?|zł|Kč|Ft|Rs\.?|Fr\.?"
    r"|EUR|USD|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CAD|AUD|BRL)"
)
UNIT = (
    r"(?:kg|g|mg|lbs?|oz|km|m|cm|mm|mi|ft|ml|cl|dl|ms|min|hrs?|yrs?|°[CFK]?|k?Wh?|MWh|[kMG]?Hz|[kKMGT]B|bn|px|hp|bhp|rpm|mph"
    r"|km/h|kmh|mpg|cc|CC|m²|m2|sqm|sqft|ha|kcal|k?J|h?Pa|bar|psi|ppm)"
)
MANY = r"(?:[kKMBT]|Mio\.?|Mrd\.?)"  # thousands, millions, billions
KNOWN = re.compile(f"[%‰]|{CURRENCY}|{UNIT}|{MANY}")
NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[-+]?)(?P<before>(?:{CURRENCY} ?)?)(?P<inner>[-+]?)"
    r"(?P<body>\d(?:[\d.,]|['’ ](?=\d{3}))*|[.,]\d+)(?P<power>(?:[eE][-+]?\d+)?)"
    rf"(?P<after>(?: ?(?:[%‰]|{CURRENCY}|{UNIT}|{MANY})| [^\W\d_][\w.]{{0,11}})?)(?P<close>\))?(?P<behind>-?)",
    re.ASCII,
)
DIGIT = re.compile(r"[^\D0-9]")  # of another script, or of full width
ORDINAL = re.compile(r"\d+(st|nd|rd|th)")
ENOUGH = 1000  # values of a column of text that are looked at before it is taken for text


@dataclass(frozen=True)
class Number:
    """One text, read as far as one text goes.

    digits    without what stands between thousands and without marks; the sign that may be the decimal one is in it
    kind      what its signs say: `point` or `comma` are decimal for certain, `points` or `commas` part thousands for
              certain, `point?` or `comma?` may be either (1,234); "" if there is neither
    mark      currency, percent sign or unit
    """

    text: str
    digits: str
    kind: str
    negative: bool
    mark: str

    def value(self, decimal: Decimal) -> float:
        """The number, where this is the decimal sign."""
        point, comma = ("", ".") if decimal == "comma" else (".", "")
        plain = self.digits.replace(".", "|").replace(",", comma).replace("|", point)
        return -float(plain) if self.negative else float(plain)


@dataclass(frozen=True)
class Written:
    """The different values of a column of text, which are numbers but for a few.

    missing    those that stand for missing
    odd        those that are neither
    """

    numbers: tuple[Number, ...]
    missing: tuple[str, ...]
    odd: tuple[str, ...]

    @property
    def certain(self) -> set[Decimal]:
        """The decimal signs that its values show for certain."""
        kinds = {number.kind for number in self.numbers}
        found: set[Decimal] = set()
        if kinds & {"point", "commas"}:
            found.add("point")
        if kinds & {"comma", "points"}:
            found.add("comma")
        return found

    def decimal(self, name: str, of_file: Decimal | None, separator: str) -> Decimal:
        """The decimal sign; a DatasetError if there are two, or none that can be told.

        of_file      the one that the other columns of the file show, if they show one
        separator    what separates the file's columns
        """
        certain = self.certain
        if len(certain) == 2:
            point, comma = (self._example(*kinds) for kinds in (("point", "commas"), ("comma", "points")))
            raise DatasetError(
                f"column {name} holds decimal points and decimal commas ({point}, {comma}); write all numbers one way"
            )
        if certain:
            return certain.pop()
        kinds = {number.kind for number in self.numbers}
        if {"point?", "comma?"} <= kinds or ("comma?" in kinds and of_file is None and separator != ","):
            raise self.unclear(name)
        return of_file or "point"

    def unclear(self, name: str) -> DatasetError:
        """That its signs may part thousands, or be decimal."""
        return DatasetError(
            f"column {name} can be read in two ways: {self._example('comma?', 'point?')} may be a thousand and more, "
            f"or less than a thousand; say dataset.decimal=comma or dataset.decimal=point"
        )

    def _example(self, *kinds: str) -> str:
        return next(number.text for number in self.numbers if number.kind in kinds)

    @property
    def marks(self) -> dict[str, str]:
        """The marks, of which a plural is no other one than its singular, each with a value that has it."""
        return {number.mark.removesuffix("s"): number.text for number in reversed(self.numbers)}

    @property
    def in_words(self) -> bool:
        """Do different words stand behind its numbers? Then they may be names (12 Oak, 3 Elm)."""
        different = [mark for mark in self.marks if mark]
        return len(different) > 1 and any(not KNOWN.fullmatch(mark) for mark in different)

    def check_marks(self, name: str, way_out: str) -> None:
        """A DatasetError if some numbers are percent and others not, or in other currencies or units."""
        different = sorted(mark for mark in self.marks if mark)
        if len(different) > 1 or (different and "" in self.marks and different[0] not in ("$", "€", "£", "¥")):
            raise DatasetError(
                f"column {name} holds numbers that cannot be compared ({some(list(self.marks.values()), 3)}); "
                f"write all of them in one unit, or {way_out}"
            )

    def said(self, decimal: Decimal) -> str:
        """What is unusual in the writing, with two examples; "" if nothing is."""
        kinds = {number.kind for number in self.numbers}
        ways = {
            "a decimal comma": decimal == "comma" and kinds & {"comma", "comma?"},
            "commas between thousands": decimal == "point" and kinds & {"commas", "comma?"},
            "points between thousands": decimal == "comma" and kinds & {"points", "point?"},
        }
        parts = [way for way, is_so in ways.items() if is_so]
        parts += [f"without “{mark}”" for mark in sorted({number.mark for number in self.numbers} - {""})]
        if self.missing:
            parts.append(f"{' and '.join(f'“{word}”' for word in self.missing[:3])} is missing")
        unusual = [number for number in self.numbers if _as_computers_write(number.text) != number.value(decimal)]
        examples = ", ".join(f"{number.text} is {number.value(decimal):.10g}" for number in unusual[:2])
        return "; ".join(filter(None, [", ".join(parts) or "signs left out", examples]))


def written(values: Collection[str]) -> Written | None:
    """The different values of a column, if they are numbers but for a few; None if it is a column of text."""
    if not values:
        return None
    first = list(values)[:ENOUGH]
    if sum(number(text) is not None for text in first) < len(first) / 2:
        return None
    numbers, missing, odd = [], [], []
    for text in values:
        if read := number(text):
            numbers.append(read)
        elif is_missing(text):
            missing.append(text)
        else:
            odd.append(text)
    return Written(tuple(numbers), tuple(missing), tuple(odd)) if numbers else None


def is_missing(text: str) -> bool:
    """Does it stand for a missing value, beside numbers or dates?"""
    return text.casefold() in MISSING or bool(SHEET_ERROR.fullmatch(text))


def number(text: str) -> Number | None:
    """`text` as a number, as far as it can be read alone; None if it is none."""
    plain = MINUS.sub("-", SPACES.sub(" ", text))
    if not plain.isascii():
        plain = DIGIT.sub(lambda found: str(int(found[0])), plain.replace("\uffe5", "¥"))
    found = NUMBER.fullmatch(plain)
    if (
        found is None
        or bool(found["open"]) != bool(found["close"])
        or len(found["sign"] + found["inner"] + found["behind"]) > 1
    ):
        return None
    if ORDINAL.fullmatch(plain):
        return None
    signs = _signs(found["body"], bool(found["power"]))
    if signs is None:
        return None
    digits, kind = signs
    mark = (found["before"] + found["after"]).strip()
    negative = bool(found["open"]) or "-" in found["sign"] + found["inner"] + found["behind"]
    return Number(text, digits + found["power"], kind, negative, mark)


def _signs(body: str, power: bool) -> tuple[str, str] | None:
    """The digits of a number with the signs that may be decimal, and what they say; None if it is no number."""
    if re.search("['’ ]", body):
        if not re.fullmatch(r"\d{1,3}(?:(?P<s>['’ ])\d{3})(?:(?P=s)\d{3})*(?:[.,]\d+)?", body):
            return None
        body = re.sub("['’ ]", "", body)
        return body, "point" if "." in body else "comma" if "," in body else ""
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        return body, ""
    if points and commas:
        last = "." if body.rindex(".") > body.rindex(",") else ","
        whole, _, rest = body.rpartition(last)
        if last in whole or not _grouped(whole, "," if last == "." else ".") or not rest:
            return None
        return body, "point" if last == "." else "comma"
    sign, many = (".", points) if points else (",", commas)
    name = "point" if points else "comma"
    if many > 1:
        return (body, name + "s") if _grouped(body, sign) else None
    return body, name + ("?" if _grouped(body, sign) and not power else "")


def _grouped(body: str, sign: str) -> bool:
    """Are its digits parted by threes, as in 12,345,678, or as in India (12,34,567)?"""
    by_threes = rf"[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+"
    return bool(re.fullmatch(by_threes, body) or (sign == "," and re.fullmatch(r"[1-9]\d?(?:,\d\d)+,\d{3}", body)))


def _as_computers_write(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def of_file(columns: Sequence[Written], points: bool) -> Decimal | None:
    """The decimal sign that the columns of a file show; None if they show none, or both.

    points    do other columns hold decimal points for certain?
    """
    found: set[Decimal] = {"point"} if points else set()
    for column in columns:
        if len(column.certain) == 1:
            found |= column.certain
    return found.pop() if len(found) == 1 else None
