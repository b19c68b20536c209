"""Addresses on the page."""

from __future__ import annotations

import pytest
from build import a_claim, written

from reports.page.links import in_mlflow, linked


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://arxiv.org/abs/1412.6980.", ["https://arxiv.org/abs/1412.6980"]),
        ("(http://a.b/c) and javascript:alert(1)", ["http://a.b/c"]),
        ("nothing", []),
    ],
)
def test_only_addresses_of_the_web_are_linked(text, addresses):
    pieces = linked(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_address in pieces if is_address] == addresses


def test_runs_are_compared_by_data_set_where_there_are_several():
    curves = {("iris", "mlp", 0): [1.0], ("iris", "collapsed", 0): [1.0], ("wine", "mlp", 0): [1.0]}
    links = in_mlflow(written(a_claim("identical"), curves), "http://x")
    assert links is not None
    assert [name for name, _ in links["compare"]] == ["iris"]
    assert "%5B%22iris-mlp%22%2C%20%22iris-collapsed%22%5D" in links["compare"][0][1]


def test_an_address_that_is_none_is_not_linked():
    made = written(a_claim("identical"), {("iris", "mlp", 0): [1.0]})
    assert in_mlflow(made, "javascript:alert(1)") is None
