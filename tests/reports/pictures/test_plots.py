"""What the pictures show, not how their pixels look."""

from __future__ import annotations

import base64
from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from build import a_claim, artists, by_depth, deep, judged, led, simulated, spread
from PIL import Image

from reports.evidence.survival import reached
from reports.pictures.budget import by_budget
from reports.pictures.curves import learning_curves
from reports.pictures.differences import paired_differences
from reports.pictures.drawing.canvas import NARROW, WIDE, draw
from reports.pictures.modifiers import by_subgroup
from reports.pictures.profiles import profiles
from reports.pictures.race import share_that_reached
from reports.pictures.ranks import critical_difference
from reports.pictures.sensitivity import sensitivity
from reports.statistics import posterior
from reports.statistics.observations import observe
from reports.verdicts import verdict

DATA_SETS = ["digits", "moons", "wine", "iris"]


def of(data_sets=("digits", "moons", "wine"), rivals=("adagrad", "sgd"), **truth):
    """A verdict of its own, on a small sweep."""
    return judged(simulated(a_claim(rivals=rivals), data_sets, seeds=4, trials=4, epochs=6, **truth))


def labels(ax) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def test_a_panel_per_rival_with_every_difference_in_it(usual):
    fig = paired_differences(usual.verdict)
    assert len(fig.axes) == 2
    for ax, rival in zip(fig.axes, usual.verdict.rivals, strict=True):
        dots = np.concatenate([c.get_offsets()[:, 0] for c in artists(ax, "pairs")])
        np.testing.assert_allclose(sorted(dots), sorted(rival.pairs["difference"]))
    assert {*DATA_SETS, "mean effect", "new data set"} == set(labels(fig.axes[0]))
    assert artists(fig.axes[0], "pairs")[0].get_offsets().shape == (5, 2)


def test_one_data_set_has_no_row_for_a_new_one(hurried):
    fig = paired_differences(of(("alone",)).verdict)
    assert labels(fig.axes[0]) == ["alone", "mean effect"]
    assert "new data set" not in [text.get_text() for text in fig.legends[0].get_texts()]


def test_a_data_set_that_a_rival_lacks_keeps_its_row(hurried):
    one = of()
    gone = one.observations.query("contestant != 'sgd' or dataset != 'wine'")
    fig = paired_differences(verdict.judge(one.claim, gone))
    dots = [sum(len(c.get_offsets()) for c in artists(ax, "pairs")) for ax in fig.axes]
    assert dots == [12, 8]
    assert "wine" in labels(fig.axes[0])
    draw(fig, WIDE)


def test_the_rope_is_drawn_to_scale(usual):
    (band,) = artists(paired_differences(usual.verdict).axes[0], "rope")
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((-0.01, 0.01))


def test_learning_curves_are_medians_at_the_chosen_trial(usual):
    fig = learning_curves(usual.recorded, usual.observations)
    assert len(fig.axes) == len(DATA_SETS)
    (line,) = artists(fig.axes[0], "adam")
    chosen = usual.observations.query("dataset == 'digits' and contestant == 'adam'")[["seed", "trial"]]
    curves = usual.recorded.curves.query("dataset == 'digits' and contestant == 'adam'").merge(chosen)
    expected = curves.groupby("epoch")["validation_accuracy"].median()
    np.testing.assert_allclose(line.get_ydata(), expected)


def test_sensitivity_has_a_point_per_trial_and_a_ring_for_the_default(usual):
    fig = sensitivity(usual.recorded)
    ax = fig.axes[0]
    assert ax.get_xscale() == "log"
    (line,) = artists(ax, "adam")
    rates = usual.recorded.replicas.query("contestant == 'adam'")["optimizer.lr"].unique()
    np.testing.assert_allclose(line.get_xdata(), sorted(rates))
    assert len(artists(ax, "default")) == 3


def test_diverged_replicas_are_counted_in_the_picture(hurried):
    one = of(diverging="sgd")
    ax = sensitivity(one.recorded).axes[0]
    assert artists(ax, "diverged")
    assert "2/4" in [text.get_text() for text in ax.texts]


def test_the_race_is_the_share_of_seeds_that_reached_the_target(usual):
    fig = share_that_reached(usual.recorded, usual.observations)
    assert [ax.get_title("center").split(",")[0] for ax in fig.axes] == DATA_SETS
    own = usual.observations.query("dataset == 'digits' and contestant == 'adam'")
    (line,) = artists(fig.axes[0], "adam")
    assert fig.axes[0].get_title("center") == f"digits, {own['target'].iloc[0]:.3f}"
    np.testing.assert_allclose(line.get_ydata(), reached(own, line.get_xdata()))


@pytest.fixture(scope="module")
def by_modifiers():
    return judged(by_depth(a_claim(modifiers=["rows", "model.repeats"]), deep))


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_subgroups_stand_beside_each_other(by_modifiers, canvas):
    one = by_modifiers
    fig = by_subgroup(one.claim, one.subgroups, canvas)
    line = next(line for line in fig.axes[1].lines if line.get_gid() == "adagrad")
    assert line.get_ydata() == pytest.approx([0, 0.06, 0.06], abs=0.002)
    assert [label.get_text() for label in fig.axes[1].get_xticklabels()] == ["1", "3", "5"]
    assert draw(fig, canvas).width == int(canvas.width * canvas.dpi)


def test_all_budgets_of_every_rival_are_in_the_picture(usual_exhibit):
    claim, budgets = usual_exhibit.judged.claim, usual_exhibit.evidence.budgets
    fig = by_budget(claim, budgets)
    upper = [ax for ax in fig.axes if ax.get_title(loc="left")]
    assert [ax.get_title(loc="left") for ax in upper] == ["adam − adagrad", "adam − sgd"]
    for ax, curve in zip(upper, budgets.values(), strict=True):
        sides = [line for line in ax.lines if line.get_gid() in ("better", "equivalent", "worse")]
        assert len(sides) == 3
        for line in sides:
            np.testing.assert_array_equal(line.get_ydata(), curve[line.get_gid()])


def test_the_profile_begins_with_the_share_of_best_places(usual_exhibit):
    table = usual_exhibit.evidence.described.profiles
    (ax,) = profiles(usual_exhibit.judged.claim, table).axes
    (line,) = (line for line in ax.lines if line.get_gid() == "adam")
    first = table.query("contestant == 'adam'").iloc[0]
    assert (line.get_xdata()[1], line.get_ydata()[1]) == (first["tau"], first["share"])


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_profiles_and_ranks_can_be_drawn(usual_exhibit, canvas):
    claim, found = usual_exhibit.judged.claim, usual_exhibit.evidence.described
    for fig in (profiles(claim, found.profiles, canvas), critical_difference(claim, found.ranks, canvas)):
        assert draw(fig, canvas).width == int(canvas.width * canvas.dpi)


ODD = {
    "one data set": {"data_sets": ("alone",)},
    "odd names": {"rivals": ("$x_1$", "_hidden", "<b>" * 20)},
    "many rivals": {"rivals": tuple(f"rival_{i}" for i in range(11)), "data_sets": ("a", "b")},
}


@pytest.fixture(scope="module", params=ODD)
def odd(request):
    """Its numbers do not matter, so they are hardly computed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "KEPT", 4)
        patch.setattr(posterior, "WARM_UP", 2)
        return of(**ODD[request.param])


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_all_pictures_can_be_drawn(odd, canvas):
    one = odd
    for fig in (
        paired_differences(one.verdict, canvas),
        learning_curves(one.recorded, one.observations, canvas),
        sensitivity(one.recorded, canvas),
        share_that_reached(one.recorded, one.observations, canvas),
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
    recorded = replace(usual.recorded, replicas=gone, curves=curves)
    observations = observe(gone, usual.claim.metric)
    assert pd.Series(observations["diverged"]).all()
    for fig in (sensitivity(recorded), learning_curves(recorded, observations)):
        draw(fig, WIDE)


@pytest.mark.parametrize(("metric", "less"), [("accuracy", "adagrad"), ("brier", "adam")])
def test_the_axis_says_whose_value_is_taken_from_whose(hurried, metric, less):
    """What is drawn is above 0 where the favourite is better."""
    claim = a_claim(metric=metric)
    fig = paired_differences(verdict.judge(claim, led(spread(3, 3, 0.01), 0.01, adagrad=0.1)))
    assert fig.get_supxlabel().endswith(f"minus that of {less}")
