"""What decides a claim, in plain sentences."""

from __future__ import annotations

import pytest
from build import a_claim

from reports.claims.kinds import KINDS


def rule(kind: str = "superiority", **entries) -> str:
    return " ".join(a_claim(kind, **entries).rule())


def test_the_rule_says_what_decides():
    one = rule(rope=0.02, probability=0.9)
    assert "up to 0.02 either way" in one
    assert "a probability of at least 0.9 adam is better than adagrad" in one
    assert "Holm" not in one
    several = rule(rivals=["b", "c"])
    assert "Holm’s: the clearest of them 0.975, the last 0.95" in several
    assert "scored best on validation" in one
    assert "published default" in rule(arm="published")
    assert "loses to no rival" in rule("near_optimal")


@pytest.mark.parametrize(
    ("metric", "trial"),
    [
        ("accuracy", "each seed at the trial that scored best on validation"),
        ("log_loss", "each seed at the trial that had the best log loss on validation"),
        ("epochs_to_target", "each seed at the trial that scored best on validation"),
        ("divergence", "over all trials of each seed"),
    ],
)
def test_the_rule_says_which_trial_is_judged(metric, trial):
    assert f"the mean difference over data sets, {trial}." in rule(metric=metric)


def test_the_rule_of_kinds_that_compare_no_means():
    impossible = rule("impossible")
    assert "REVERSED if one of these values is above 0.75; SUPPORTED if none is" in impossible
    assert "A network of mlp, the control, must get past 0.75; else UNDECIDED" in impossible
    assert "every swept value of loss" in rule("impossible", across=["loss"])
    assert "SUPPORTED if none of these values is further apart than 0.01" in rule("identical")
    scaling = rule("scaling")
    assert "with a probability of at least 0.95 e is above 1.5 for each of newton and lbfgs" in scaling
    assert "the clearest of them 0.975, the last 0.95" in scaling


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_is_whole_sentences(kind):
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in a_claim(kind).rule())
