"""Dates and times: which texts are some, and the days that they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from datasets.dataset import DatasetError

MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?\b.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b.*|\d{1,2}:\d{2}\b.*"
    rf"|\d{{1,4}}[ .-]+{MONTH}\b.*|(\w+, +)?{MONTH}[ -]+\d{{1,4}}\b.*",
    re.IGNORECASE,
)
DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m", "%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y",
    "%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%B %d, %Y",
    "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%b %Y", "%B %Y",
)  # fmt: skip
TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
CLOCK = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p")
DAY = 86400.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def are_dates(texts: Sequence[str]) -> bool:
    """Is every text a date or a time?"""
    return all(DATE.fullmatch(text) for text in texts)


def days(name: str, texts: Sequence[str]) -> tuple[list[float], str]:
    """The days since 1970 that the texts stand for, or the hours of a clock's times, and how they were read.

    All must be written one way, and a DatasetError says so, or that days and months cannot be told apart.
    """
    plain = [re.sub(r"(Z|\+00:?00)$", "", text).replace("T", " ") if text[:4].isdigit() else text for text in texts]
    found = [(form, read) for form in _forms() if (read := _read(plain, form)) is not None]
    different = {tuple(read): form for form, read in reversed(found)}
    if not different:
        raise DatasetError(
            f"column {name} holds dates in several forms, or in none that is known ({', '.join(texts[:3])})"
        )
    if len(different) > 1:
        raise DatasetError(
            f"column {name} holds dates that can be read in two ways ({texts[0]}: day or month first?); "
            f"write them as {datetime(2024, 12, 31, tzinfo=UTC):%Y-%m-%d}"
        )
    ((values, form),) = different.items()
    unit = "hours" if form in CLOCK else "days since 1970"
    return list(values), f"{unit} ({texts[0]} is {values[0]:.10g})"


def _forms() -> list[str]:
    return [day + time for day in DAYS for time in TIMES] + list(CLOCK)


def _read(texts: Sequence[str], form: str) -> list[float] | None:
    """The texts by this form; None if one of them has another."""
    values = []
    for text in texts:
        try:
            moment = datetime.strptime(text.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            return None
        if form in CLOCK:
            values.append(moment.hour + moment.minute / 60 + (moment.second + moment.microsecond / 1e6) / 3600)
        else:
            values.append((moment - EPOCH).total_seconds() / DAY)
    return values
