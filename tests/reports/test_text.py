"""Numbers, lists and tables as text."""

from __future__ import annotations

import pytest

from reports import text
from reports.statistics.posterior import Interval


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.9496, "0.950"),
        (0.94949, "0.949"),
        (0.99951, "> 0.999"),
        (1.0, "> 0.999"),
        (0.0004, "< 0.001"),
        (0.5, "0.500"),
    ],
)
def test_probabilities(value, shown):
    assert text.probability(value) == shown


def test_effects_have_a_sign_and_nothing_has_none():
    assert text.effect(0.0123) == "+0.012"
    assert text.effect(-0.0123) == "−0.012"
    assert text.effect(-0.0001) == text.effect(0.0001) == "0.000"
    assert text.interval(Interval(0.012, -0.003, 0.027)) == "+0.012 [−0.003, +0.027]"


def test_lists_and_counts():
    assert [text.listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert (text.count(1, "seed"), text.count(1200, "seed")) == ("1 seed", "1,200 seeds")


def test_shares():
    assert [text.share(value) for value in (0.0, 0.004, 0.07, 1.0)] == ["0 %", "< 1 %", "7 %", "100 %"]


def test_a_table_is_as_wide_as_its_widest_entries_and_numbers_stand_on_the_right():
    rows = [("digits", "2", "a word"), ("wine", "1,200", "")]
    assert text.table(("set", "cells", "left"), rows, right=("cells",)) == [
        "set     cells  left",
        "digits      2  a word",
        "wine    1,200",
    ]


def test_a_table_may_have_no_head_and_no_rows():
    assert text.table((), [("a", "long"), ("longer", "b")]) == ["a       long", "longer  b"]
    assert text.table(("one", "two"), []) == ["one  two"]


def test_rows_of_unequal_length_are_no_table():
    with pytest.raises(ValueError, match="zip"):
        text.table(("one", "two"), [("alone",)])


@pytest.mark.parametrize(
    ("said", "markdown"),
    [
        ("Adam beats AdaGrad, by 1 % (or 2)", "Adam beats AdaGrad, by 1 % (or 2)"),
        ("![x](http://a.b/c)", r"\!\[x\](http\://a.b/c)"),
        ("<img src=x> a_b *c* `d`", r"&lt;img src=x> a\_b \*c\* \`d\`"),
        ("www.a.b, me@a.b, ftp://a.b", r"www\.a.b, me&#64;a.b, ftp\://a.b"),
        ("Kingma (2015), https://arxiv.org/abs/1412.6980.", "Kingma (2015), https://arxiv.org/abs/1412.6980."),
        ("![x](https://a.b/c)", r"\!\[x\](https\://a.b/c)"),
    ],
)
def test_markdown_shows_a_text_as_it_is(said, markdown):
    assert text.as_markdown(said) == markdown
