"""What a column is: a number, a category, a date. The one place where that is decided; the first rule that fits holds.

1. What dataset.types says.
2. What the file marks as a category, and whole numbers beyond 2⁵³, which float64 does not tell apart: categories.
3. Numbers as computers write them.
4. Numbers as people write them (see writing), if all other values stand for missing.
5. Everything else is text: categories; dates, free text and identifiers are refused or dropped later, by its levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datasets.dataset import DatasetError
from datasets.table import arrow, dates, writing
from datasets.table.arrow import Raw
from datasets.table.column import FEW_LEVELS, Column
from datasets.table.names import listing, some
from datasets.table.writing import Decimal, Written

KINDS = ("number", "category", "date", "drop")
NAMES = 3  # different words behind numbers that may still be units; more are names, as in addresses


@dataclass(frozen=True)
class Reading:
    """How the columns of a file are read.

    types       column → one of KINDS, where the user says it
    decimal     the decimal sign, if the user says it or the columns show one
    separator   what separates the columns
    written     column → its values as numbers, if it is text that may be numbers
    """

    types: Mapping[str, str]
    decimal: Decimal | None
    separator: str
    written: Mapping[str, Written]

    @classmethod
    def of(cls, raws: Sequence[Raw], types: Mapping[str, str], decimal: str, separator: str) -> Reading:
        """Look at all columns once: what is unclear in one, another may show."""
        text = [raw for raw in raws if raw.numbers is None and (not raw.labels or raw.name in types)]
        found = {raw.name: one for raw in text if (one := writing.written(raw.different)) is not None}
        if decimal in ("point", "comma"):
            return cls(types, "point" if decimal == "point" else "comma", separator, found)
        points = any(raw.sure_point for raw in raws)
        return cls(types, writing.of_file(list(found.values()), points), separator, found)

    def column(self, raw: Raw) -> tuple[Column, list[str]]:
        """The column that `raw` is, and sentences on what is unusual; a DatasetError if it can be read in two ways."""
        kind = self.types.get(raw.name)
        if kind == "date":
            return self._dates(raw)
        if kind == "category" or (raw.labels and kind is None):
            return raw.categories(), []
        if raw.codes and kind is None:
            return self._text(raw)
        if raw.numbers is not None:
            return self._as_computers_write(raw)
        found = self.written.get(raw.name)
        if kind == "number" and (found is None or found.odd):
            odd = found.odd if found else raw.different
            raise DatasetError(f"dataset.types says that {raw.name} is a number, and it holds {some(odd, 3)}")
        if found is None or (kind is None and self._are_names(found)):
            return self._text(raw)
        if found.odd:
            return self._nearly(raw, found)
        return self._numbers(raw, found)

    def label(self, raw: Raw) -> Column:
        """The column of a group: text is compared as it stands, but for what stands for a missing number."""
        if raw.numbers is not None and not raw.codes:
            return Column(raw.name, arrow.checked(raw.name, raw.numbers))
        found = self.written.get(raw.name)
        return (raw.without(found.missing) if found and not found.odd else raw).categories()

    @staticmethod
    def _are_names(found: Written) -> bool:
        """Are the words behind its numbers names, as in `12 Oak`, and no units?"""
        return found.in_words and (len(found.marks) > NAMES or len(found.numbers) <= FEW_LEVELS)

    def _numbers(self, raw: Raw, found: Written) -> tuple[Column, list[str]]:
        found.check_marks(raw.name, f"leave it out with {listing('drop', raw.name)}")
        decimal = found.decimal(raw.name, self.decimal, self.separator)
        numbers = arrow.spread(raw.texts, {one.text: one.value(decimal) for one in found.numbers})
        said = f"{raw.name}: read as numbers, {found.said(decimal)}"
        measured = any(one.mark or one.kind for one in found.numbers)
        return Column(raw.name, arrow.checked(raw.name, numbers), measured=measured), [said]

    def _nearly(self, raw: Raw, found: Written) -> tuple[Column, list[str]]:
        """Numbers and a few words: categories if all values are few, refused if nine in ten are numbers, else text."""
        if len(raw.different) > FEW_LEVELS:
            if len(found.odd) <= 0.1 * len(raw.different):
                raise DatasetError(
                    f"column {raw.name} holds numbers, but also {some(found.odd, 3)}; put a number or nothing there, "
                    f"or leave it out with {listing('drop', raw.name)}"
                )
            return raw.categories(), []
        said = f"{raw.name}: categories, not numbers, because it also holds {some(found.odd, 3)}"
        return raw.categories(), [said] if len(found.numbers) >= len(found.odd) else []

    def _as_computers_write(self, raw: Raw) -> tuple[Column, list[str]]:
        """Numbers, unless their points stand between thousands, as other columns or their own writing say."""
        assert raw.numbers is not None
        if raw.maybe_thousands and self.decimal != "point":
            found = writing.written(raw.different)
            assert found is not None
            if self.decimal == "comma":
                return self._numbers(raw, found)
            if self.separator == ";" or raw.likely_thousands:
                raise found.unclear(raw.name)
        measured = raw.measured or raw.has_points
        return Column(raw.name, arrow.checked(raw.name, raw.numbers), measured=measured), []

    @staticmethod
    def _text(raw: Raw) -> tuple[Column, list[str]]:
        """Categories, which is said if they are many and look like numbers."""
        column = raw.categories()
        many = len(raw.different) > FEW_LEVELS
        said = f"{raw.name}: categories, not numbers, because of how they are written ({some(column.levels or (), 2)})"
        return column, [said] if many and column.is_nearly_numbers and not column.is_identifier else []

    def _dates(self, raw: Raw) -> tuple[Column, list[str]]:
        texts = raw.different
        if raw.texts is None or not texts:
            raise DatasetError(f"dataset.types says that {raw.name} is a date, and it holds numbers")
        values, said = dates.days(raw.name, texts)
        numbers = arrow.spread(raw.texts, values)
        return Column(raw.name, numbers, measured=True), [f"{raw.name}: dates, read as {said}"]
