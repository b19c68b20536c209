"""Words that nothing but the data can refuse."""

from __future__ import annotations

import numpy as np
import pytest
from cells import cell

from datasets.dataset import Dataset
from harness.errors import BadWord
from harness.training import compatibility

CLAIM = "statement: so, source: nobody, kind: superiority, factor: optimizer, favourite: adam, rivals: [sgd]"


def about(metric: str = "") -> str:
    said = f", metric: {metric}" if metric else ""
    return f"+claim={{name: mine, {CLAIM}{said}}}"


@pytest.fixture
def classes() -> Dataset:
    x = np.random.default_rng(0).normal(size=(40, 3))
    return Dataset("clouds", x, np.arange(40) % 3, ("a", "b", "c"), ("u", "v", "w"), "here")


@pytest.fixture
def numbers() -> Dataset:
    x = np.random.default_rng(0).normal(size=(40, 3))
    return Dataset("slope", x, x.sum(axis=1), (), ("u", "v", "w"), "here")


def test_the_widths_of_the_layers(classes, numbers):
    assert compatibility.check(cell("model.hidden=[8,9]"), classes) == (3, 8, 9, 3)
    assert compatibility.check(cell("model.hidden=[8]", "loss=huber"), numbers) == (3, 8, 1)


@pytest.mark.parametrize("metric", ["", "accuracy", "log_loss", "brier", "ece", "epochs_to_target", "divergence"])
def test_what_can_be_had_of_classes(classes, metric):
    compatibility.check(cell(about(metric)), classes)


@pytest.mark.parametrize("metric", ["", "r2", "epochs_to_target", "time_to_target", "divergence"])
def test_what_can_be_had_of_numbers(numbers, metric):
    """A claim that names no metric is about the score of its data, whichever that is."""
    compatibility.check(cell("loss=huber", about(metric)), numbers)


@pytest.mark.parametrize("metric", ["accuracy", "log_loss", "brier", "ece"])
def test_numbers_have_neither_accuracy_nor_probabilities(numbers, metric):
    with pytest.raises(BadWord, match=f"claim.metric={metric}: slope is judged by r2; claim.metric=r2 asks for that"):
        compatibility.check(cell("loss=huber", about(metric)), numbers)


def test_classes_have_no_r2(classes):
    with pytest.raises(BadWord, match=r"claim\.metric=r2: clouds is judged by accuracy; claim.metric=accuracy asks"):
        compatibility.check(cell(about("r2")), classes)


def test_probabilities_need_a_loss_that_makes_them_of_so_many_outputs(classes):
    with pytest.raises(BadWord, match=r"claim\.metric=brier: loss=hinge makes no probabilities to measure"):
        compatibility.check(cell("loss=hinge", about("brier")), classes)
    sigmoid = cell("loss=least_squares", "loss.link=sigmoid", about("ece"))
    with pytest.raises(BadWord, match="makes no probabilities"):
        compatibility.check(sigmoid, classes)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["loss=cross_entropy"], "loss=cross_entropy: it is made for classes, and slope is a regression; losses for"),
        (["loss=huber", "features=clever"], "features=clever on slope: these features are made of two inputs"),
        (["loss=huber", "model=collapsed"], "model=collapsed: only layers without an activation are one matrix"),
        (
            ["loss=huber", "optimizer=newton", "model.hidden=[5000]"],
            r"optimizer=newton: a matrix of 25,001 × 25,001 second derivatives is too large",
        ),
        (["loss=huber", "split.validation=0.001"], "each part needs one row or more"),
    ],
)
def test_a_cell_that_does_not_suit_its_data_is_refused(numbers, words, message):
    with pytest.raises(BadWord, match=message):
        compatibility.check(cell(*words), numbers)
