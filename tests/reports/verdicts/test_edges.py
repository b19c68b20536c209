"""When a best trial lies on the edge of its search space, and what becomes of the verdict then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from build import a_claim, led, replicas, spread

from reports.claims.outcome import Outcome
from reports.records.space import Space
from reports.statistics.observations import observe
from reports.verdicts import edges, verdict
from reports.verdicts.edges import Edge
from reports.verdicts.verdict import Verdict

CLAIM = a_claim(rivals=("adagrad", "sgd"))
SPACES = {name: {"optimizer.lr": Space(1e-4, 1.0, "log")} for name in CLAIM.contestants}
ACCURACY = CLAIM.metric
NAN = float("nan")


def searched(choice: dict[str, list[int]], trials: int = 8, tops: float = 1.0) -> pd.DataFrame:
    """One data set; `choice[contestant][seed]` is the place, from the smallest rate, of the trial that scored best."""
    rates = np.geomspace(1e-4, tops, trials)
    rows = [
        (name, seed, trial, float(trial == best), 0.5, NAN)
        for name, bests in choice.items()
        for seed, best in enumerate(bests)
        for trial in range(trials)
    ]
    return replicas(*rows).assign(**{"optimizer.lr": lambda table: rates[table["trial"]]})


def found(*args, spaces=SPACES, **kwargs) -> list[str]:
    table = searched(*args, **kwargs)
    return [str(edge) for edge in edges.edges(observe(table, ACCURACY), table, spaces)]


def test_the_edge_is_named_and_the_bound_to_move():
    (said,) = found({"adam": [7, 7, 7, 2], "adagrad": [3, 4, 5, 2]})
    assert said == (
        "adam: 75% of the seeds chose the largest optimizer.lr tried (1); "
        "raise the upper bound of its search space, now 1"
    )
    (said,) = found({"adam": [0, 0, 0, 0]})
    assert said.endswith("lower the lower bound of its search space, now 0.0001")


@pytest.mark.parametrize(
    "choice",
    [
        [7, 7, 7, 3, 3, 3, 3, 3],  # less than half
        [7, 7],  # two of two by chance: 1/64
        [7, 0, 7, 0, 3, 3],  # both ends, neither half
    ],
)
def test_what_chance_would_do_is_no_edge(choice):
    assert found({"adam": choice}) == []


def test_few_trials_and_an_end_far_from_the_bound_are_no_edge():
    assert found({"adam": [3] * 6}, trials=4) == []
    assert found({"adam": [7] * 6}, tops=0.01) == []  # half-way: the trials stopped early, not the space
    assert found({"adam": [7] * 6}, spaces={}) == []


def test_a_flat_response_hardly_ever_has_an_edge():
    """Each of 8 trials is best with probability 1/8; two ends of two contestants, 400 tables."""
    rng = np.random.default_rng(0)
    for seeds, most in ((3, 0.02), (10, 0.02), (40, 0.0)):
        choices = [{name: list(rng.integers(0, 8, seeds)) for name in ("adam", "sgd")} for _ in range(100)]
        every = pd.concat([searched(one).assign(dataset=f"table {n}") for n, one in enumerate(choices)])
        chosen = observe(every, ACCURACY).groupby("dataset")
        hits = [bool(edges.edges(chosen.get_group(name), own, SPACES)) for (name,), own in every.groupby(["dataset"])]
        assert len(hits) == 100
        assert np.mean(hits) <= most + 0.01


def test_an_edge_on_one_data_set_is_said_and_withholds_nothing():
    table = pd.concat([searched({"adam": [best] * 6}).assign(dataset=f"d{best}") for best in (2, 3, 7)])
    crowded = edges.edges(observe(table, ACCURACY), table, SPACES)
    (said,) = map(str, crowded)
    assert said.startswith("adam on d7: 100% of the seeds chose the largest")
    reached = reached_by()
    withheld = edges.withhold(reached, crowded)
    assert (withheld.outcome, withheld.would_be) == (reached.outcome, None)
    assert withheld.remarks == ("a remark", said)


def reached_by(advantage: float = 0.05, **entries) -> Verdict:
    table = led(spread(6, 4, 0.001), 0.001, adagrad=advantage, sgd=advantage)
    return verdict.judge(a_claim(rivals=("adagrad", "sgd"), **entries), table, ("a remark",))


def on(contestant: str) -> Edge:
    return Edge(contestant, "optimizer.lr", 1.0, False, SPACES[contestant]["optimizer.lr"], 0.8)


def test_nothing_on_the_edge_changes_nothing():
    reached = reached_by()
    assert edges.withhold(reached, []) is reached


@pytest.mark.parametrize(("contestant", "kept"), [("adam", []), ("sgd", ["adagrad"])])
def test_what_hangs_on_the_contestant_is_withheld(contestant, kept):
    reached = reached_by()
    assert reached.outcome is Outcome.SUPPORTED
    withheld = edges.withhold(reached, [on(contestant)])
    assert (withheld.outcome, withheld.would_be) == (Outcome.UNDECIDED, Outcome.SUPPORTED)
    assert [rival.rival for rival in withheld.rivals if rival.outcome is Outcome.SUPPORTED] == kept
    assert f"best trials of {contestant} are on the edge" in withheld.reason
    assert "it would be SUPPORTED" in withheld.reason
    assert withheld.remarks[0] == "a remark"
    assert "raise the upper bound" in withheld.remarks[1]
    assert [r.effect for r in withheld.rivals] == [r.effect for r in reached.rivals]


def test_a_loss_to_another_rival_still_refutes_near_optimal():
    reached = reached_by(-0.05, kind="near_optimal")
    assert edges.withhold(reached, [on("sgd")]).outcome is Outcome.REVERSED
    assert edges.withhold(reached, [on("adam")]).would_be is Outcome.REVERSED


def test_what_effects_depend_on_is_withheld_too():
    """CONDITIONAL by a modifier stands in no rival's own outcome."""
    reached = replace(reached_by(), outcome=Outcome.CONDITIONAL, reason="it depends")
    withheld = edges.withhold(reached, [on("sgd")])
    assert (withheld.outcome, withheld.would_be) == (Outcome.UNDECIDED, Outcome.CONDITIONAL)
    assert withheld.reason.endswith("search space: it depends")


def test_what_is_undecided_anyway_keeps_its_reason():
    reached = reached_by()
    open_ = replace(reached.rivals[1], outcome=Outcome.UNDECIDED, reason="about 9 data sets would decide")
    reached = replace(reached, outcome=Outcome.UNDECIDED, rivals=(reached.rivals[0], open_))
    withheld = edges.withhold(reached, [on("sgd")])
    assert withheld.would_be is None
    assert withheld.rivals[1].reason == "about 9 data sets would decide"
    assert len(withheld.remarks) == 2
