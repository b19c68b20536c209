"""Controls: the favourite against itself must not be decided, and what is planted must be found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from build import a_claim, led, observed

from reports.claims.outcome import Outcome
from reports.statistics import posterior
from reports.verdicts import controls, verdict
from reports.verdicts.controls import Controls
from reports.verdicts.verdict import Verdict

CALM = [[0.8, 0.801, 0.799, 0.8, 0.802, 0.798]] * 6
RESTLESS = [[0.85, 0.8] * 3] * 6  # every other seed is better by 0.05


def controlled(table: pd.DataFrame, **entries: object) -> tuple[Verdict, Controls]:
    reached = verdict.judge(a_claim(rivals=["sgd"], **entries), table)
    found = controls.run(reached, table)
    return controls.withhold(reached, found), found


def test_a_calm_sweep_passes_both():
    reached, found = controlled(led(CALM, 0.001, sgd=0.05))
    assert found.itself is not None
    assert found.planted is not None
    assert (found.itself.passed, found.planted.passed, found.failed) == (True, True, False)
    assert reached.outcome is Outcome.SUPPORTED
    assert found.sentences[0].startswith("against itself, adam is EQUIVALENT, as it should be")
    assert found.sentences[1].startswith("a planted difference of 0.02 against sgd is found (probability ")


def test_itself_is_every_other_seed_by_hand():
    """Seeds 0, 2, 4 against 1, 3, 5: −0.001, −0.001 and +0.004 on every data set, 0.00067 on average."""
    _, found = controlled(led(CALM, 0.0, sgd=0.0))
    assert found.itself is not None
    assert found.itself.effect.mean == pytest.approx(0.002 / 3, abs=2e-4)


def test_a_method_that_sees_differences_where_there_are_none_is_not_believed():
    """Every other seed is better by 0.05 on all data sets: chance does not do that."""
    reached, found = controlled(led(RESTLESS, 0.0, sgd=0.05))
    assert found.failed
    assert (reached.outcome, reached.would_be) == (Outcome.UNDECIDED, Outcome.SUPPORTED)
    assert [(r.outcome, r.would_be) for r in reached.rivals] == [(Outcome.UNDECIDED, Outcome.SUPPORTED)]
    assert reached.reason.startswith("the control failed: against itself, adam is SUPPORTED, +0.050 [")
    assert "do not believe this verdict. It would be SUPPORTED, which is withheld: adam is better" in reached.reason


def test_what_is_undecided_has_nothing_to_withhold():
    table = led(RESTLESS, 0.2, sgd=0.0)
    reached, found = controlled(table)
    assert found.failed
    assert (reached.outcome, reached.would_be) == (Outcome.UNDECIDED, None)


def test_a_sweep_that_is_too_noisy_says_what_it_could_not_have_found():
    _, found = controlled(led(CALM, 0.05, sgd=0.05))
    assert found.planted is not None
    assert not found.planted.passed
    assert "could not have found a mean difference of that size" in found.sentences[1]
    assert found.planted.effect.mean == pytest.approx(0.02, abs=1e-3)


def test_of_near_optimal_a_loss_is_planted():
    reached, found = controlled(led(CALM, 0.001, sgd=0.0), kind="near_optimal")
    assert reached.outcome is Outcome.SUPPORTED
    assert found.itself is not None
    assert found.itself.outcome is Outcome.EQUIVALENT  # asked as a claim of superiority is
    assert found.planted is not None
    assert (found.planted.outcome, found.planted.passed) == (Outcome.REVERSED, True)
    assert found.planted.effect.mean == pytest.approx(-0.02, abs=1e-3)
    assert "a planted loss of 0.02" in found.sentences[1]


@pytest.mark.parametrize("favourite", [[[0.8], [0.9], [0.85]], [[0.8, 0.81, 0.79]]])
def test_too_few_seeds_have_no_control(favourite):
    _, found = controlled(led(favourite, 0.0, sgd=0.01))
    assert found.itself is None
    assert "cannot be held against itself" in found.sentences[0]


def test_without_a_rope_nothing_is_planted():
    _, found = controlled(led(CALM, 0.001, sgd=0.05), rope=0)
    assert found.planted is None
    assert found.sentences[1] == "nothing planted, because the ROPE is 0"


def test_equal_contestants_seldom_alarm(monkeypatch):
    for name, fewer in {"CHAINS": 32, "WARM_UP": 40, "KEPT": 60}.items():
        monkeypatch.setattr(posterior, name, fewer)
    rng = np.random.default_rng(1)
    alarms = 0
    for _ in range(60):
        itself = controls.itself(a_claim(), observed(adam=0.8 + 0.02 * rng.standard_normal((6, 6))))
        alarms += itself is not None and not itself.passed
    assert alarms <= 3
