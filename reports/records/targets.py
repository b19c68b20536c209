"""Epochs and time to a target: what the target is, who reached it when, and what is known of those who never did.

A data set's target lies 95 % of the way from the constant guess to the score that contestants end at: a contestant's
is the validation score of its best trial after the last epoch, median over seeds; the data set's is the median
over contestants. So every contestant has the same say, in whatever order they are named, and none of them has to reach
its own best. Where a claim sweeps further words, such as the number of layers, all of this is by data set and swept
value: a deep network is held against what deep ones reach, and in their time. A fixed quality to be reached is how
MLPerf (Mattson et al. 2020, MLPerf training benchmark, MLSys) and AlgoPerf (Dahl et al. 2023, Benchmarking neural
network training algorithms) time training; theirs were chosen by hand.

A replica that never reaches it is censored at the end of its training: all that is known is that it takes longer. So
times are compared up to an end that was watched for everybody, as min(T, end), whose mean is the restricted mean
survival time (Royston & Parmar 2013, Restricted mean survival time, BMC Medical Research Methodology 13). A diverged
replica that had not reached it never will: it is counted as not there by the end, and not as lost from sight when it
diverged, which would let it pass for one that might have been fast.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import wire
from reports.records import values

SHARE = 0.95
PLACE = ("dataset", "swept")  # what has a target of its own
REPLICA = ["dataset", "contestant", "cell", "seed", "trial"]


def with_targets(replicas: pd.DataFrame, curves: pd.DataFrame, timed: bool) -> pd.DataFrame:
    """`replicas` with columns target, reached, epochs_to_target, time_to_target.

    target              validation score, by data set and swept value; NaN where contestants end at the constant guess
    reached             did it reach the target (on any epoch, for the first time)?
    epochs_to_target    min(T, end): the end is the number of epochs that every replica there was given
    time_to_target      the same in seconds of training; the end is the shortest training that did not diverge and did
                        not get there (if all others did, the longest time that one of them took)

    timed    were cells trained one at a time? Seconds of cells that share processors are not compared: NaN
    """
    place = values.present(replicas, PLACE)
    table = replicas.join(_targets(replicas, place), on=place)
    goals = curves["cell"].map(table.drop_duplicates("cell").set_index("cell")["target"])
    scored = curves[REPLICA].assign(epoch=curves["epoch"], there=values.score(curves) >= goals)
    first = scored[scored["there"]].groupby(REPLICA)["epoch"].min().rename("first")
    given = scored.groupby(REPLICA)["epoch"].max().rename("given")
    table = table.join(first, on=REPLICA).join(given, on=REPLICA)
    here = [table[name] for name in place]
    end = table.groupby(here)["given"].transform("min")
    epochs = table["first"].fillna(np.inf)
    per_epoch = table["seconds"] / table["given"] * (1.0 if timed else np.nan)
    time = per_epoch * table["first"]
    watched = table["seconds"].where(time.isna() & table["diverged_at"].isna())
    last = watched.groupby(here).transform("min").fillna(time.groupby(here).transform("max"))
    known = table["target"].notna()
    return table.drop(columns=["first", "given"]).assign(
        reached=epochs <= end,
        epochs_to_target=epochs.clip(upper=end).where(known),
        time_to_target=time.fillna(np.inf).clip(upper=last).where(known & per_epoch.notna()),
    )


def _targets(replicas: pd.DataFrame, place: list[str]) -> pd.Series:
    """The target by `place`, columns of `replicas`."""
    # Parts have the same classes in the same shares, so the constant guess scores on validation as on test.
    rows = replicas.assign(end=values.score(replicas), floor=values.score(replicas, wire.of_constant("{}")))
    rows["end"] = rows["end"].where(rows["diverged_at"].isna(), rows["floor"])
    by_seed = rows.groupby([*place, "contestant", "seed"])["end"].max()
    end = by_seed.groupby([*place, "contestant"]).median().groupby(place).median()
    floor = rows.groupby(place)["floor"].median()
    return (floor + SHARE * (end - floor)).where(end > floor).rename("target")
