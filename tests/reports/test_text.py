import pytest
from recorded import a_claim

from reports import text
from reports.effects import Interval


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


def test_the_rule_says_what_decides():
    one = " ".join(text.rule(a_claim(rope=0.02, probability=0.9)))
    assert "up to 0.02 either way" in one
    assert "a probability of at least 0.9 adam is better than adagrad" in one
    assert "Holm" not in one
    several = " ".join(text.rule(a_claim(rivals=["b", "c"])))
    assert "Holm’s: the clearest of them 0.975, the last 0.95" in several
    assert "scored best on validation" in one
    assert "published default" in " ".join(text.rule(a_claim(arm="published")))
    assert "loses to no rival" in " ".join(text.rule(a_claim(kind="near_optimal")))


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://arxiv.org/abs/1412.6980.", ["https://arxiv.org/abs/1412.6980"]),
        ("(http://a.b/c) and javascript:alert(1)", ["http://a.b/c"]),
        ("nothing", []),
    ],
)
def test_only_addresses_of_the_web_are_linked(text, addresses):
    pieces = text.linked(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_address in pieces if is_address] == addresses
