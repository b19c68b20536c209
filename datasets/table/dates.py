"""Dates and times: which texts are some, and the days that they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from datasets.dataset import DatasetError
from datasets.table.names import some
from datasets.table.writing import is_missing

MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    r"\d{4}-W\d{2}(-\d)?|\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?\b.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b.*|\d{1,3}:\d{2}\b.*"
    rf"|\d{{1,4}}[ .-]*{MONTH}(\b|\d).*|(\w+, +)?{MONTH}[ -]+\d{{1,4}}\b.*",
    re.IGNORECASE,
)
DAYS = (
    "%Y/%m/%d", "%Y.%m.%d", "%Y-%m", "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y",
    "%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d%b%Y", "%d%b%y",
    "%B %d %Y", "%b %d %Y", "%b %Y", "%B %Y",
)  # fmt: skip
TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?(?: ?([AaPp])\.?[Mm]\.?)?")
AROUND = re.compile(r"^[A-Za-z]{3,9}, (?=\d)|(?<=\d) (GMT|UTC)$")  # what says nothing about a date
NEVER = ("0000-00-00", "0000-00-00 00:00:00")  # how MySQL writes a missing date
DAY = 86400.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def are_dates(texts: Sequence[str]) -> bool:
    """Is every text a date or a time, but for those that stand for a missing one?"""
    if not texts or not (DATE.fullmatch(texts[0]) or is_missing(texts[0])):
        return False
    known = [text for text in texts if not is_missing(text)]
    return bool(known) and all(DATE.fullmatch(text) for text in known)


def days(name: str, texts: Sequence[str]) -> tuple[dict[str, float], str]:
    """The days since 1970 that the texts stand for, or the hours of a clock's times, and how they were read.

    Texts that stand for a missing date have none. All others must be written one way, and a DatasetError says
    so, or that days and months cannot be told apart.
    """
    known = [text for text in texts if not is_missing(text) and text not in NEVER]
    plain = [AROUND.sub("", text).replace(", ", " ") for text in known]
    readings = [_iso(plain), _hours(plain)] if known else []
    found = next((reading for reading in readings if reading is not None), None)
    if found is None:
        found = _by_forms(name, known, plain)
    unit = "hours" if CLOCK.fullmatch(plain[0]) else "days since 1970"
    return dict(zip(known, found, strict=True)), f"{unit} ({known[0]} is {found[0]:.10g})"


def _iso(texts: Sequence[str]) -> list[float] | None:
    """Dates as ISO 8601 writes them, which none can read otherwise; a time without a zone is taken for UTC."""
    try:
        moments = [datetime.fromisoformat(text) for text in texts]
    except ValueError:
        return None
    return [_days(moment if moment.tzinfo else moment.replace(tzinfo=UTC)) for moment in moments]


def _hours(texts: Sequence[str]) -> list[float] | None:
    """Times of a day, or how long something took, in hours."""
    found = [CLOCK.fullmatch(text) for text in texts]
    return [_clock(*each.groups()) for each in found if each] if all(found) else None


def _clock(hours: str, minutes: str, seconds: str | None, half: str | None) -> float:
    whole = int(hours) if half is None else int(hours) % 12 + 12 * (half in "Pp")
    return whole + int(minutes) / 60 + float(seconds or 0) / 3600


def _by_forms(name: str, texts: Sequence[str], plain: Sequence[str]) -> list[float]:
    """Days by the one form in which all are written."""
    example = f"{datetime(2024, 12, 31, tzinfo=UTC):%Y-%m-%d}"
    different = {tuple(read) for day in DAYS for time in TIMES if (read := _read(plain, day + time))}
    if not different:
        raise DatasetError(
            f"column {name} holds dates in several forms, or in none that is known ({some(texts, 3)}); "
            f"write them as {example}"
        )
    if len(different) > 1:
        raise DatasetError(
            f"column {name} holds dates that can be read in two ways ({texts[0]}: day or month first?); "
            f"write them as {example}"
        )
    return list(different.pop())


def _read(texts: Sequence[str], form: str) -> list[float] | None:
    """The texts by this form; None if one of them has another."""
    try:
        return [_days(datetime.strptime(text.strip(), form).replace(tzinfo=UTC)) for text in texts]
    except ValueError:
        return None


def _days(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds() / DAY
