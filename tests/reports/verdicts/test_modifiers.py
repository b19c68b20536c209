"""What an effect depends on, on tables made so that the answer is plain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from recorded import a_claim, simulate

from reports import effects
from reports import report
from reports.evidence import aggregates
from reports.pictures import modifiers as modifier_plots
from reports.verdicts import controls
from reports.verdicts import modifiers
from reports.verdicts import verdict
from reports.pictures.canvas import NARROW, WIDE, draw
from reports.judgement import Judged
from reports.records.load import Recorded
from reports.verdicts.verdict import Outcome

ROWS = {"d0": 100, "d1": 150, "d2": 200, "d3": 250, "d4": 1000, "d5": 2000, "d6": 3000, "d7": 4000}
EMPTY = simulate(a_claim(), data_sets=("iris",), seeds=1, trials=1, epochs=1)


def table(claim, lead) -> Recorded:
    """The favourite leads by `lead`(data set, depth); four seeds, with depths 1, 3 and 5."""
    rng = np.random.default_rng(0)
    runs, replicas = [], []
    for data_set, rows in ROWS.items():
        for depth in (1, 3, 5):
            for name in ("adam", "adagrad"):
                cell = f"{data_set}-{name}-{depth}"
                at = {"dataset": data_set, "contestant": name, "cell": cell}
                runs.append(at | {"rows": rows, "classes": 2, "model.repeats": str(depth)})
                for seed in range(4):
                    score = 0.7 + (name == "adam") * lead(data_set, depth) + 0.002 * rng.standard_normal()
                    replicas.append(
                        at
                        | {
                            "swept": f"model.repeats={depth}",
                            "seed": seed,
                            "trial": 0,
                            "diverged": False,
                            "value": score,
                        }
                    )
    made = pd.DataFrame(runs).assign(dataset_notes="[]")
    return replace(EMPTY, claim=claim, runs=made, replicas=pd.DataFrame(replicas).assign(n_train=600, n_test=250))


def judged(lead, **entries) -> Judged:
    claim = a_claim(**{"modifiers": ["model.repeats"], **entries})
    recorded = table(claim, lead)
    levels = modifiers.levels(recorded, recorded.replicas)
    reached = verdict.judge(claim, recorded.replicas)
    return Judged(modifiers.conditional(reached, levels), recorded, recorded.replicas, levels=levels)


def deep(data_set: str, depth: int) -> float:
    return 0.06 if depth > 1 else 0.0


def test_an_effect_that_begins_at_a_depth():
    one = judged(deep)
    assert [level.said for level in one.levels] == ["model.repeats=1", "model.repeats=3", "model.repeats=5"]
    assert [level.rivals[0].outcome for level in one.levels] == ["EQUIVALENT", "SUPPORTED", "SUPPORTED"]
    assert [level.rivals[0].effect.mean for level in one.levels] == pytest.approx([0, 0.06, 0.06], abs=0.002)
    assert one.verdict.outcome is Outcome.CONDITIONAL
    assert one.verdict.reason == ("adam against adagrad: the two are equivalent with model.repeats=1, holds from 3 on")


def test_an_effect_that_changes_its_sign_and_back():
    one = judged(lambda _, depth: 0.06 if depth == 3 else -0.06)
    assert one.verdict.reason == (
        "adam against adagrad: the rival is better with model.repeats=1, holds with 3, the rival is better with 5"
    )


def test_the_same_everywhere_is_no_condition_and_the_mean_over_levels_is_judged():
    one = judged(lambda _, depth: 0.03 + 0.01 * depth)
    assert one.verdict.outcome is Outcome.SUPPORTED
    assert one.verdict.rivals[0].effect.mean == pytest.approx(0.06, abs=0.002)  # of 0.04, 0.06 and 0.08
    assert len(one.verdict.rivals[0].pairs) == 8 * 4


def test_a_property_parts_the_data_sets_at_its_median():
    one = judged(lambda data_set, _: 0.06 if ROWS[data_set] > 500 else 0.0, modifiers=["rows", "model.repeats"])
    small, large, *depths = one.levels
    assert (small.said, large.said) == ("rows ≤ 625", "rows > 625")
    assert set(small.rivals[0].data_sets) == {"d0", "d1", "d2", "d3"}
    assert (small.rivals[0].outcome, large.rivals[0].outcome) == (Outcome.EQUIVALENT, Outcome.SUPPORTED)
    assert len(depths) == 3
    assert "the two are equivalent where rows ≤ 625, holds where rows > 625" in one.verdict.reason


def test_a_property_that_all_share_parts_nothing():
    (one,) = judged(deep, modifiers=["classes", "model.repeats"]).levels[:1]
    assert one.said == "classes ≤ 2"


def test_undecided_levels_are_no_condition():
    def noisy(data_set: str, depth: int) -> float:
        return {1: 0.03, 3: 0.03 * (-1) ** int(data_set[1])}.get(depth, 0.03)

    one = judged(noisy)
    assert one.levels[1].rivals[0].outcome in (Outcome.UNDECIDED, Outcome.CONDITIONAL)
    assert "equivalent" not in one.verdict.reason


def test_holm_counts_all_levels():
    """Three levels, each at P = 0.97: one alone would do at 0.95, of three the first needs 1 − 0.05/3."""
    from reports import holm

    needed = holm.thresholds(dict.fromkeys("abc", 0.97), 0.95)
    assert all(threshold > 1 for threshold in needed.values())


def test_a_claim_without_modifiers_has_no_levels():
    claim = a_claim()
    assert modifiers.levels(table(claim, deep), table(claim, deep).replicas) == ()


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_the_picture(canvas):
    one = judged(deep, modifiers=["rows", "model.repeats"])
    fig = modifier_plots.by_level(one.claim, one.levels, canvas)
    line = next(line for line in fig.axes[1].lines if line.get_gid() == "adagrad")
    assert line.get_ydata() == pytest.approx([0, 0.06, 0.06], abs=0.002)
    assert [label.get_text() for label in fig.axes[1].get_xticklabels()] == ["1", "3", "5"]
    assert draw(fig, canvas).width == int(canvas.width * canvas.dpi)


def test_in_the_terminal(capsys):
    report._print(judged(deep))
    said = capsys.readouterr().out
    assert "  model.repeats=3, against adagrad: +0.06" in said
    assert "CONDITIONAL" in said.splitlines()[0]


def test_a_level_that_one_contestant_lacks_is_in_no_mean():
    claim = a_claim(modifiers=["model.repeats"])
    observed = table(claim, deep).replicas
    for lacking in (["d0-adam-5"], ["d0-adam-5", "d0-adagrad-1"]):  # as many levels each, but not the same
        pairs = verdict.judge(claim, observed[~observed["cell"].isin(lacking)]).rivals[0].pairs
        assert sorted(set(pairs["dataset"])) == [f"d{place}" for place in range(1, 8)]


def test_what_neither_contestant_has_takes_no_part():
    """A cell of each failed, or on d0 nobody learns at this depth, so that there is no target."""
    claim = a_claim(modifiers=["model.repeats"])
    observed = table(claim, deep).replicas
    unknown = observed["cell"].isin(["d0-adam-5", "d0-adagrad-5"])
    for left in (observed[~unknown], observed.assign(value=observed["value"].mask(unknown))):
        pairs = effects.pair(left, "adam", "adagrad").groupby("dataset")["difference"].mean()
        assert len(pairs) == 8
        assert pairs["d0"] == pytest.approx(0.03, abs=0.003)  # of 0 and 0.06
        assert pairs["d1"] == pytest.approx(0.04, abs=0.003)  # of 0, 0.06 and 0.06


def test_the_favourite_is_held_against_itself_at_equal_levels():
    """Deep networks score less; of one seed the shallow ones are missing. That is no difference between seeds."""
    claim = a_claim(modifiers=["model.repeats"])
    observed = table(claim, lambda _, depth: -0.1 * depth).replicas
    left = observed[(observed["seed"] != 1) | (observed["swept"] != "model.repeats=1")]
    assert abs(controls.itself(claim, left).effect.mean) < 0.01


def test_contestants_are_described_at_equal_levels_too():
    claim = a_claim(modifiers=["model.repeats"])
    observed = table(claim, deep).replicas
    left = observed[~observed["cell"].isin(["d0-adam-5", "d0-adagrad-1"])]
    assert set(aggregates.wide(left, claim.contestants).index.unique("dataset")) == {f"d{n}" for n in range(1, 8)}
