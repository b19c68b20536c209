"""What the pictures show, not how their pixels look."""

from __future__ import annotations

import base64
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from recorded import a_claim, simulate

from reports import effects
from reports.pictures import curves as plots
from reports.verdicts import verdict
from reports.pictures.canvas import NARROW, WIDE, draw
from reports.pictures.differences import paired_differences
from reports.judgement import Judged

DATA_SETS = ("digits", "moons", "wine")


def judged(data_sets=DATA_SETS, rivals=("adagrad", "sgd"), **truth) -> Judged:
    recorded = simulate(a_claim(rivals=rivals), data_sets=data_sets, seeds=4, trials=4, epochs=6, **truth)
    observations = effects.observe(recorded.replicas, "accuracy")
    return Judged(verdict.judge(recorded.claim, observations), recorded, observations)


@pytest.fixture(scope="module")
def usual() -> Judged:
    return judged()


def with_gid(ax, gid: str) -> list:
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def test_a_panel_per_rival_with_every_difference_in_it(usual):
    fig = paired_differences(usual.verdict)
    assert len(fig.axes) == 2
    for ax, rival in zip(fig.axes, usual.verdict.rivals, strict=True):
        dots = np.concatenate([c.get_offsets()[:, 0] for c in with_gid(ax, "pairs")])
        np.testing.assert_allclose(sorted(dots), sorted(rival.pairs["difference"]))
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert {*DATA_SETS, "mean effect", "new data set"} == set(labels)
    assert with_gid(fig.axes[0], "pairs")[0].get_offsets().shape == (4, 2)


def test_one_data_set_has_no_row_for_a_new_one():
    fig = paired_differences(judged(data_sets=("alone",)).verdict)
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["alone", "mean effect"]
    assert "new data set" not in [text.get_text() for text in fig.legends[0].get_texts()]


def test_a_data_set_that_a_rival_lacks_keeps_its_row():
    one = judged()
    gone = one.observations.query("contestant != 'sgd' or dataset != 'wine'")
    reached = verdict.judge(one.claim, gone)
    fig = paired_differences(reached)
    dots = [sum(len(c.get_offsets()) for c in with_gid(ax, "pairs")) for ax in fig.axes]
    assert dots == [12, 8]
    assert "wine" in [label.get_text() for label in fig.axes[0].get_yticklabels()]
    draw(fig, WIDE)


def test_the_rope_is_drawn_to_scale(usual):
    (band,) = with_gid(paired_differences(usual.verdict).axes[0], "rope")
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((-0.01, 0.01))


def test_learning_curves_are_medians_at_the_chosen_trial(usual):
    fig = plots.learning_curves(usual.recorded, usual.observations)
    assert len(fig.axes) == len(DATA_SETS)
    (line,) = with_gid(fig.axes[0], "adam")
    chosen = usual.observations.query("dataset == 'digits' and contestant == 'adam'")[["seed", "trial"]]
    curves = usual.recorded.curves.query("dataset == 'digits' and contestant == 'adam'").merge(chosen)
    expected = curves.groupby("epoch")["validation_accuracy"].median()
    np.testing.assert_allclose(line.get_ydata(), expected)


def test_sensitivity_has_a_point_per_trial_and_a_ring_for_the_default(usual):
    fig = plots.sensitivity(usual.recorded)
    ax = fig.axes[0]
    assert ax.get_xscale() == "log"
    (line,) = with_gid(ax, "adam")
    rates = usual.recorded.replicas.query("contestant == 'adam'")["optimizer.lr"].unique()
    np.testing.assert_allclose(line.get_xdata(), sorted(rates))
    assert len(with_gid(ax, "default")) == 3


def test_diverged_replicas_are_counted_in_the_picture():
    one = judged(diverging="sgd")
    ax = plots.sensitivity(one.recorded).axes[0]
    assert with_gid(ax, "diverged")
    assert "2/4" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
@pytest.mark.parametrize(
    "one",
    [
        judged(data_sets=("alone",)),
        judged(rivals=("$x_1$", "_hidden", "<b>" * 20)),
        judged(rivals=tuple(f"rival_{i}" for i in range(11)), data_sets=("a", "b")),
    ],
    ids=["one data set", "odd names", "many rivals"],
)
def test_all_pictures_can_be_drawn(one, canvas):
    for fig in (
        paired_differences(one.verdict, canvas),
        plots.learning_curves(one.recorded, one.observations, canvas),
        plots.sensitivity(one.recorded, canvas),
    ):
        image = draw(fig, canvas)
        assert image.width == int(canvas.width * canvas.dpi)
        head, _, content = image.uri.partition(",")
        assert head == "data:image/webp;base64"
        assert Image.open(BytesIO(base64.b64decode(content))).size == (image.width, image.height)


def test_the_same_records_give_the_same_picture(usual):
    first, again = (draw(paired_differences(usual.verdict), NARROW) for _ in range(2))
    assert first == again


def test_when_everything_diverged_there_is_still_a_picture(usual):
    gone = usual.recorded.replicas.assign(diverged_at=1.0, validation_accuracy=np.nan)
    curves = usual.recorded.curves.assign(validation_accuracy=np.nan)
    recorded = type(usual.recorded)(usual.recorded.claim, "7", usual.recorded.runs, gone, curves)
    observations = effects.observe(gone, "accuracy")
    assert pd.Series(observations["diverged"]).all()
    for fig in (plots.sensitivity(recorded), plots.learning_curves(recorded, observations)):
        draw(fig, WIDE)
