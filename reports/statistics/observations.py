"""From replicas to pairs: choose on validation, pair on test.

Data sets are the sample. Seeds within one data set share its rows, so they only sharpen that data set's
own mean; no function here accepts differences without their data sets.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reports import text, wire
from reports.claims.metric import Metric
from reports.records import values
from reports.records.values import SEED, present


def observe(
    replicas: pd.DataFrame, metric: Metric, trials: int | None = None, chosen_by: Metric | None = None
) -> pd.DataFrame:
    """One observation per data set, contestant, cell and seed: the test value of the trial that validation chose.

    Only the first `trials` trials take part, so a smaller tuning budget can be judged from the same runs.
    Equal validation values: the earlier trial, so trial 0 (the published default), wins. A diverged
    replica is chosen only when all trials of its seed diverged; what is left then is the constant guess of
    the commonest class, and its value is that guess's.

    replicas    a row per replica: dataset, contestant, seed, trial, validation_METRIC, test_METRIC,
                test_METRIC_of_constant, diverged_at (epoch, or NaN), and whatever else it is described by
    chosen_by   the metric that trials are chosen by, if it is another: a claim's own, for its secondary ones
    returns     the chosen rows, with `value` (larger is better), `step`, `validation` and `diverged` beside them
    """
    rows = scored(replicas if trials is None else replicas[replicas["trial"] < trials], metric, chosen_by)
    order = rows.sort_values(["validation", "trial"], ascending=[False, True], kind="stable")
    chosen = order.drop_duplicates(present(order, SEED))
    return chosen.sort_values(["dataset", "contestant", "seed"]).reset_index(drop=True)


def scored(replicas: pd.DataFrame, metric: Metric, chosen_by: Metric | None = None) -> pd.DataFrame:
    """`replicas` with `diverged`, `validation` (−∞ if diverged), `value` and `step`, see reports/records/values.py."""
    rows = replicas.assign(
        diverged=replicas["diverged_at"].notna(),
        value=values.value(metric, replicas),
        step=values.step(metric, replicas),
    )
    rows["validation"] = values.validation(chosen_by or metric, replicas).where(~rows["diverged"], -np.inf)
    return rows


def pair(observations: pd.DataFrame, favourite: str, rival: str) -> pd.DataFrame:
    """Differences favourite − rival at equal data set and seed: columns dataset, seed, difference, overlap, step.

    overlap     n_test / n_train, from which the correlation between seeds of one data set is estimated
    step        what values are rounded to: a share of n_test rows cannot change by less than 1 / n_test,
                which is what is taken if `observations` do not say
    """
    table = by_seed(observations, (favourite, rival))
    difference = (table[favourite] - table[rival]).rename("difference")
    own = observations[observations["contestant"] == favourite].groupby(["dataset", "seed"])
    sizes = own[present(observations, ("n_test", "n_train", "step"))].mean()
    columns = {"overlap": sizes["n_test"] / sizes["n_train"], "step": sizes.get("step", 1 / sizes["n_test"])}
    return difference.to_frame().join(pd.DataFrame(columns)).reset_index()


def by_seed(observations: pd.DataFrame, contestants: Sequence[str]) -> pd.DataFrame:
    """Values (larger is better): a row per (data set, seed) that all `contestants` have, a column per contestant.

    Where further words are swept, it is the mean over their values. All contestants must have the same ones, or a
    difference between swept values would pass for one between contestants: the seed of a data set where some of them
    lack a value that others have is left out. A value that none of them has takes no part.
    """
    place = present(observations, ("dataset", "seed", "swept"))
    table = observations.pivot_table(index=place, columns="contestant", values="value")
    table = table.reindex(columns=list(contestants)).dropna(how="all")
    seeds = table.groupby(["dataset", "seed"])
    return seeds.mean()[table.notna().all(axis=1).groupby(["dataset", "seed"]).all()]


def missing(observations: pd.DataFrame, metric: Metric, contestants: Sequence[str]) -> str:
    """Why `contestants` cannot be compared by `metric`, in a few words; empty if they can."""
    known = observations["value"].notna().groupby(observations["contestant"]).any()
    without = [name for name in contestants if not known.get(name, False)]
    if not without:
        return ""
    if metric.to_target and observations["target"].isna().all():
        return "on no data set do contestants end above the constant guess, so there is no target"
    if metric.timed:
        return (
            "seconds of cells that shared the processors are not compared; hydra/launcher=basic runs one cell at a "
            "time, and tracking.rerun=true runs finished ones again"
        )
    if wire.test(metric.name) not in observations:
        return "it was not recorded"
    return f"{text.listed(without)} predicted no probabilities" if metric.of_probabilities else "no value"
