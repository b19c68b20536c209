"""Tables with a known answer, written in many ways: what is read equals the answer, or is refused with a reason.

`make fuzz` makes 2,000 of them; a few are part of `make test`.
"""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from datasets.dataset import DatasetError
from datasets.table.table import Table

WORDS = ("red", "green", "blue", "Größe", "a;b", "c,d", "e|f", 'say "hi"', "two words", "line\nbreak", "Łódź")
MISSING = ("", "NA", "?", "n/a", "-", ".", "missing", "None")
MARKS = (("", ""), ("", "%"), ("$", ""), ("", " €"), ("€", ""), ("", " kg"), ("CHF ", ""), ("", " months"))


@dataclass(frozen=True)
class Case:
    """A table: what stands in the file, and what is meant.

    numbers      column → its numbers, NaN where one is missing
    categories   column → its words, None where one is missing
    """

    content: bytes
    numbers: dict[str, list[float]]
    categories: dict[str, list[str | None]]
    said: str


def written(
    value: float, decimal: str, thousands: str, digits: int, plus: bool, minus: str, mark: tuple[str, str]
) -> str:
    text = f"{abs(value):,.{digits}f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    sign = minus if value < 0 else "+" if plus else ""
    return f"{sign}{mark[0]}{text}{mark[1]}"


@st.composite
def cases(draw) -> Case:
    rows = draw(st.integers(12, 40))
    rng = random.Random(draw(st.integers(0, 2**32)))
    separator = draw(st.sampled_from([",", ";", "\t", "|"]))
    decimal = draw(st.sampled_from([".", ","]))
    columns: dict[str, list[str]] = {}
    numbers: dict[str, list[float]] = {}
    categories: dict[str, list[str | None]] = {}
    for place in range(draw(st.integers(1, 4))):
        name = f"c{place}"
        if draw(st.booleans()) or not place:
            digits = draw(st.sampled_from([0, 1, 2, 3, 4]))
            thousands = draw(st.sampled_from(["", "", ".", ",", "'", " ", "\u202f"]))
            thousands = "" if thousands == decimal else thousands
            if thousands == "." and digits == 0:
                digits = 2  # 1.234 alone is a little more than one, as computers write it, and nothing says otherwise
            plus, minus = draw(st.booleans()), draw(st.sampled_from(["-", "\u2212"]))
            mark, scale = draw(st.sampled_from(MARKS)), draw(st.sampled_from([10.0, 1000.0, 1e6]))
            values = [round(rng.uniform(-scale, scale), digits) + 0.0 for _ in range(rows)]
            texts = [written(value, decimal, thousands, digits, plus, minus, mark) for value in values]
            gap = draw(st.sampled_from(["", *MISSING])) if draw(st.booleans()) else None
            holes = {rng.randrange(rows) for _ in range(3)} if gap is not None else set()
            columns[name] = [str(gap) if row in holes else text for row, text in enumerate(texts)]
            numbers[name] = [float("nan") if row in holes else value for row, value in enumerate(values)]
        else:
            words = rng.sample(WORDS, draw(st.integers(2, 5)))
            chosen = [words[row % len(words)] for row in range(rows)]
            columns[name], categories[name] = chosen, list(chosen)
    columns["y"] = ["uv"[row % 2] for row in range(rows)]
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    if end == "\r":
        end = "\n" if any("\n" in text for own in columns.values() for text in own) else end
    index = draw(st.sampled_from(["", "pandas", "R"]))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, quoting=quoting, lineterminator=end)
    order = draw(st.permutations(list(columns)))
    head = [""] if index == "pandas" else []
    writer.writerow([*head, *order])
    for row in range(rows):
        names = [str(7 * row % 1001)] if index == "pandas" else [f"{row + 1}"] if index == "R" else []
        writer.writerow([*names, *(columns[name][row] for name in order)])
    above = draw(st.sampled_from(["", "", f"sep={separator}{end}", f"# made by a tool{end}"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    said = f"{separator=} {decimal=} {end=} {index=} {above=} {encoding=}"
    return Case((above + buffer.getvalue()).encode(encoding), numbers, categories, said)


def outcome(case: Case, folder: Path) -> str:
    """`read` or `refused`; an AssertionError if something else than what was meant is read."""
    path = folder / "table.csv"
    path.write_bytes(case.content)
    try:
        data = Table(str(path), "y").load()
    except DatasetError as error:
        assert len(str(error)) > 20
        return f"refused: {str(error).split('column ')[-1].partition(' ')[2][:60]}"
    assert data.classes == ("u", "v")
    for place, name in enumerate(data.features):
        levels = data.categories[place] if data.categories else None
        if name in case.numbers:
            assert levels is None, (name, levels[:5] if levels else None, case.said)
            np.testing.assert_allclose(data.x[:, place], case.numbers[name], rtol=1e-12, err_msg=f"{name} {case.said}")
        else:
            words = [None if np.isnan(at) else levels[int(at)] for at in data.x[:, place]]
            assert words == [word.strip() if word else word for word in case.categories[name]], case.said
    left = {*case.numbers, *case.categories} - {*data.features}
    for name in left:  # left out, but said: a constant
        assert any(name in note for note in data.notes), (name, data.notes)
        assert len({*map(str, case.numbers.get(name, case.categories.get(name)))}) <= 2
    return "read"


@pytest.mark.parametrize("many", [60, pytest.param(2000, marks=pytest.mark.fuzz)])
def test_what_is_read_is_what_was_meant(tmp_path_factory, many):
    folder, seen = tmp_path_factory.mktemp("tables"), Counter()

    @settings(
        max_examples=many, deadline=None, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(cases())
    def check(case: Case) -> None:
        seen[outcome(case, folder)] += 1

    check()
    print(seen)
    assert seen["read"] > 0.75 * sum(seen.values()), seen
