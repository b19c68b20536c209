"""The verdict of an `identical` claim: how far apart are two computations of the same thing?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import text
from reports.claims.identical import Identical
from reports.claims.outcome import Outcome
from reports.errors import TooFewPairs
from reports.findings.finding import Finding
from reports.records.load import Recorded

HEAD = ("", "networks", "values compared", "largest difference", "where", "what training changed")
REPLICA = ["dataset", "seed", "trial"]
NOT_CURVES = {"dataset", "contestant", "cell", "seed", "trial", "epoch"}


def judge(recorded: Recorded[Identical], remarks: tuple[str, ...] = ()) -> Finding[Identical]:
    """SUPPORTED if no recorded value of any curve differs by more than the tolerance, else REVERSED.

    Every contestant is held against the first, network by network (data set, seed, trial, and the claim's further
    words), epoch by epoch, in all curves: losses and scores, of all parts. If training changed no loss by more than
    the tolerance, equal curves say nothing: UNDECIDED.

    evidence    a row per contestant after the first, network and epoch: contestant, the network's columns, epoch,
                curve, difference (the largest of its curves; ∞ if only one of two is NaN)
    """
    claim = recorded.claim
    reference, *others = claim.contestants
    keys = [*REPLICA, *claim.across, "epoch"]
    names = [name for name in recorded.curves if name not in NOT_CURVES]
    curves = recorded.curves.merge(recorded.runs[["cell", *claim.across]], on="cell")
    sides = {name: curves[curves["contestant"] == name].set_index(keys)[names] for name in claim.contestants}
    rows, parts, still = [], [], []
    for name in others:
        shared = sides[reference].index.intersection(sides[name].index)
        if shared.empty:
            raise TooFewPairs(f"{reference} and {name}: no network was recorded of both")
        one, other = sides[reference].loc[shared], sides[name].loc[shared]
        apart = _differences(one, other)
        part = pd.DataFrame({"curve": apart.idxmax(axis=1), "difference": apart.max(axis=1)}).reset_index()
        moved = _moved(one)
        still += [name] * (not moved > claim.tolerance)
        worst = part.iloc[int(part["difference"].argmax())]
        networks = len(part[[*REPLICA, *claim.across]].drop_duplicates())
        where = _where(worst, claim.across) if worst["difference"] > 0 else "equal to the last bit"
        rows.append((f"{reference} and {name}", f"{networks:,}", f"{apart.size:,}", _number(worst["difference"]), where,
                     f"losses by up to {moved:.3g}"))  # fmt: skip
        parts.append(part.assign(contestant=name))
    evidence = pd.concat(parts, ignore_index=True)
    worst = evidence.iloc[int(evidence["difference"].argmax())]
    outcome, reason = _decide(recorded, worst, still)
    return Finding(
        recorded, outcome, reason, f"largest difference {_number(worst['difference'])}, tolerance {claim.tolerance:g}",
        HEAD, tuple(rows), evidence, _caveat(recorded), remarks,
    )  # fmt: skip


def _differences(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """|a − b| value by value: 0 where both are NaN (diverged at the same epoch), ∞ where only one of them is."""
    a, b = one.to_numpy(float), other.to_numpy(float)
    with np.errstate(invalid="ignore"):
        apart = np.where(a == b, 0.0, np.abs(a - b))
    apart[np.isnan(a) & np.isnan(b)] = 0.0
    return pd.DataFrame(np.where(np.isnan(apart), np.inf, apart), index=one.index, columns=one.columns)


def _moved(curves: pd.DataFrame) -> float:
    """The largest change of any loss of any network while it trained."""
    losses = curves[[name for name in curves if str(name).endswith("_loss")]]
    groups = losses.groupby(level=[name for name in losses.index.names if name != "epoch"])
    return float((groups.max() - groups.min()).max().max())


def _decide(recorded: Recorded[Identical], worst: pd.Series, still: list[str]) -> tuple[Outcome, str]:
    claim = recorded.claim
    if worst["difference"] > claim.tolerance:
        return Outcome.REVERSED, (
            f"{claim.contestants[0]} and {worst['contestant']} are {_number(worst['difference'])} apart, more than "
            f"{claim.tolerance:g}: {_where(worst, claim.across)}"
        )
    if still:
        return Outcome.UNDECIDED, (
            f"training changed no loss by more than {claim.tolerance:g}, so that equal curves say nothing of "
            f"{text.listed(still)}"
        )
    return Outcome.SUPPORTED, (
        f"no loss or score of {text.listed(claim.contestants)} differs by more than {claim.tolerance:g}, at any epoch"
    )


def _number(difference: float) -> str:
    return "0" if difference == 0 else "∞ (only one diverged)" if np.isinf(difference) else f"{difference:.2g}"


def _where(row: pd.Series, across: tuple[str, ...]) -> str:
    further = "".join(f", {word}={row[word]}" for word in across)
    return (
        f"{row['curve']} on {row['dataset']}{further}, seed {row['seed']}, trial {row['trial']}, epoch {row['epoch']}"
    )


def _caveat(recorded: Recorded[Identical]) -> str:
    return (
        "One value further apart refutes such a claim for these numbers of finite precision. Agreement says that two "
        "computations are the same up to rounding on the runs that were made; that they are the same function is a "
        "theorem, or nothing"
    )
