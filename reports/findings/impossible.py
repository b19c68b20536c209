"""The verdict of an `impossible` claim: does any network, at any epoch, get past the bound?"""

from __future__ import annotations

import pandas as pd

from reports import text, wire
from reports.claims.impossible import Impossible
from reports.claims.outcome import Outcome
from reports.findings.finding import Finding
from reports.records.load import Recorded

NETWORK = ["cell", "seed", "trial"]
HEAD = ("", "networks", "epochs of each", "past the bound", "largest", "where")


def judge(recorded: Recorded[Impossible], remarks: tuple[str, ...] = ()) -> Finding[Impossible]:
    """REVERSED by a single value of a contestant past the bound; SUPPORTED if there is none, and the control has one.

    Looked at is the metric on the test part, of every replica (all seeds, all trials, whatever was chosen) after
    every epoch. If no network of a control gets past the bound either, or if a contestant has no value at all, the
    runs show nothing: UNDECIDED.

    evidence    a row per level and epoch: contestant, epoch, largest (value over all networks), median
    """
    claim, column = recorded.claim, wire.test(recorded.claim.metric.name)
    limit = claim.bound + claim.tolerance
    curves = recorded.curves[recorded.curves["contestant"].isin(claim.levels)]
    curves = curves.merge(recorded.runs[["cell", *claim.across]], on="cell")
    rows: list[tuple[str, ...]] = []
    best: dict[str, pd.Series] = {}  # level → where its largest value is first
    for name in claim.levels:
        own = curves[curves["contestant"] == name]
        networks = len(own[NETWORK].drop_duplicates())
        known = own.dropna(subset=[column])
        past = len(known.loc[known[column] > limit, NETWORK].drop_duplicates())
        largest, where = "–", "–"
        if not known.empty:
            best[name] = known.iloc[int(known[column].argmax())]
            largest, where = f"{best[name][column]:.4g}", _where(best[name], claim.across)
        role = f"{name} (control)" if name in claim.control else name
        rows.append((role, f"{networks:,}", str(own["epoch"].nunique()), f"{past:,}", largest, where))
    outcome, reason = _decide(recorded, best, limit, column)
    contestants = [best[name][column] for name in claim.contestants if name in best]
    groups = curves.groupby(["contestant", "epoch"])[column]
    return Finding(
        recorded,
        outcome,
        reason,
        f"largest {claim.metric} {max(contestants):.4g}, bound {claim.bound:g}" if contestants else "no value at all",
        HEAD,
        tuple(rows),
        pd.DataFrame({"largest": groups.max(), "median": groups.median()}).reset_index(),
        _caveat(recorded),
        remarks,
    )


def _decide(
    recorded: Recorded[Impossible], best: dict[str, pd.Series], limit: float, column: str
) -> tuple[Outcome, str]:
    claim = recorded.claim
    for name in claim.contestants:
        if name in best and best[name][column] > limit:
            reached = f"{name} reaches {best[name][column]:.4g}, past {claim.bound:g}"
            return Outcome.REVERSED, f"{reached}: {_where(best[name], claim.across)}"
    if silent := [name for name in claim.contestants if name not in best]:
        return Outcome.UNDECIDED, f"{text.listed(silent)} has no value at all: not recorded, or all networks diverged"
    for name in claim.control:
        if name not in best or best[name][column] <= limit:
            return Outcome.UNDECIDED, (
                f"{name}, the control, does not get past {claim.bound:g} either, "
                "so these runs cannot tell what is impossible from what was not learnt"
            )
    count = len(recorded.replicas[recorded.replicas["contestant"].isin(claim.contestants)])
    reason = f"none of {text.count(count, 'network')} gets past {claim.bound:g} after any epoch"
    others = [f"{name} {best[name][column]:.4g}" for name in claim.control]
    return Outcome.SUPPORTED, reason + (f"; the control does: {text.listed(others)}" if others else "")


def _where(row: pd.Series, across: tuple[str, ...]) -> str:
    """The first network and epoch that had the value, so that it can be run again."""
    further = "".join(f", {word}={row[word]}" for word in across)
    return f"{row['dataset']}{further}, seed {row['seed']}, trial {row['trial']}, epoch {row['epoch']}"


def _caveat(recorded: Recorded[Impossible]) -> str:
    """One network past the bound refutes for good; what none of S seeds means.

    If a share p of all seeds had a network past the bound, S seeds without one would have the probability (1 − p)^S;
    p with (1 − p)^S = 0.05 is about 3/S, the rule of three (Hanley & Lippman-Hand 1983, JAMA 249). Trials, epochs and
    cells of one seed share their draws and count as one.
    """
    claim = recorded.claim
    seeds = int(recorded.replicas.loc[recorded.replicas["contestant"].isin(claim.contestants), "seed"].nunique())
    share = 1 - (1 - claim.probability) ** (1 / max(seeds, 1))
    return (
        "One network past the bound refutes such a claim for good, and any number without one proves nothing. None of "
        f"{text.count(seeds, 'seed')} has one: with a confidence of {claim.probability:g}, fewer than {share:.1%} of "
        "further seeds have one, in a design like this. Only a proof makes that 0"
    )
