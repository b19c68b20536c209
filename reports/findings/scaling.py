"""The verdict of a `scaling` claim: with which power of the number of parameters does training time grow?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from reports import text
from reports.claims.outcome import Outcome
from reports.claims.scaling import Scaling
from reports.errors import TooFewPairs
from reports.findings.finding import Finding
from reports.records.load import Recorded
from reports.statistics import holm

HEAD = ("", "exponent, 95 % interval", "P(above)", "P(below)", "seconds per epoch", "verdict")


@dataclass(frozen=True)
class Slope:
    """An exponent, known like Student's t: `error` its standard error, `freedom` the degrees of freedom."""

    exponent: float
    error: float
    freedom: int

    def above(self, exponent: float) -> float:
        """Posterior probability (flat priors) that the exponent is larger than this one."""
        return float(stats.t.cdf((self.exponent - exponent) / self.error, self.freedom))

    @property
    def interval(self) -> tuple[float, float]:
        """Its central 95 %."""
        reach = float(stats.t.ppf(0.975, self.freedom)) * self.error
        return self.exponent - reach, self.exponent + reach


def judge(recorded: Recorded[Scaling], remarks: tuple[str, ...] = ()) -> Finding[Scaling]:
    """SUPPORTED if every contestant's exponent is above the claim's; REVERSED if every one is below; Holm's thresholds.

    CONDITIONAL if some are above and the others below. A control must be below, or the measure finds growth
    everywhere: UNDECIDED.

    evidence    a row per cell: contestant, dataset, parameters, seconds (processor time per epoch of one network), and
                exponent, the contestant's
    """
    claim, cells = recorded.claim, seconds(recorded)
    slopes = {name: slope(name, cells[cells["contestant"] == name]) for name in claim.levels}
    above = {name: fit.above(claim.exponent) for name, fit in slopes.items()}
    needed = holm.thresholds({name: max(above[name], 1 - above[name]) for name in claim.contestants}, claim.probability)
    outcomes = {name: _outcome(above[name], needed[name]) for name in claim.contestants}
    outcome, reason = _overall(recorded, outcomes, above)
    if recorded.runs["sweep"].nunique() > 1:
        remarks = (
            *remarks,
            "the times were measured in more than one sweep, between which the machine may have changed",
        )
    rows = tuple(_row(recorded, name, fit, cells, outcomes.get(name)) for name, fit in slopes.items())
    spans = ", ".join(f"{name} {slopes[name].exponent:.2f}" for name in claim.contestants)
    return Finding(
        recorded, outcome, reason, f"exponents {spans}; claimed above {claim.exponent:g}", HEAD, rows,
        cells.assign(exponent=cells["contestant"].map({name: fit.exponent for name, fit in slopes.items()})),
        _caveat(cells), remarks,
    )  # fmt: skip


def seconds(recorded: Recorded[Scaling]) -> pd.DataFrame:
    """Processor time per epoch of one network, a row per cell: contestant, dataset, cell, parameters, seconds.

    The least of a cell's replicas: what disturbs a measurement only makes it longer.
    """
    epochs = recorded.curves.groupby("cell")["epoch"].max()
    least = recorded.replicas.groupby("cell")["processor_seconds"].min()
    table = recorded.runs[["contestant", "dataset", "cell", "parameters"]]
    return table.assign(seconds=table["cell"].map(least / epochs)).sort_values(["contestant", "dataset", "parameters"])


def slope(name: str, cells: pd.DataFrame) -> Slope:
    """Least squares of log seconds on log parameters, with an intercept per data set and one exponent for all.

    log t_dc = a_d + exponent · log P_dc + normal error; n cells of D data sets leave n − D − 1 degrees of freedom.
    """
    logs = np.log(cells[["parameters", "seconds"]].to_numpy(float))
    within = logs - pd.DataFrame(logs).groupby(cells["dataset"].to_numpy()).transform("mean").to_numpy()
    x, y = within.T
    freedom = len(cells) - cells["dataset"].nunique() - 1
    if freedom < 1 or not (x**2).sum() > 0:
        raise TooFewPairs(f"{name}: an exponent needs three sizes of one data set, or more")
    exponent = float((x * y).sum() / (x**2).sum())
    rest = float(((y - exponent * x) ** 2).sum())
    return Slope(exponent, max(np.sqrt(rest / freedom / (x**2).sum()), 1e-12), freedom)


def _outcome(above: float, needed: float) -> Outcome:
    if above >= needed:
        return Outcome.SUPPORTED
    return Outcome.REVERSED if 1 - above >= needed else Outcome.UNDECIDED


def _overall(recorded: Recorded[Scaling], outcomes: dict[str, Outcome], above: dict[str, float]) -> tuple[Outcome, str]:
    claim = recorded.claim
    for name in claim.control:
        if not 1 - above[name] >= claim.probability:
            return Outcome.UNDECIDED, (
                f"the exponent of {name}, the control, is not below {claim.exponent:g} with a probability of "
                f"{claim.probability:g}, so these times cannot tell who grows fast"
            )
    said = {Outcome.SUPPORTED: "faster than", Outcome.REVERSED: "slower than"}
    by_outcome: dict[Outcome, list[str]] = {}
    for name, outcome in outcomes.items():
        by_outcome.setdefault(outcome, []).append(name)
    parts = [
        f"the training time of {text.listed(by_outcome[outcome])} grows {how} parameters to the power of "
        f"{claim.exponent:g}"
        for outcome, how in said.items()
        if outcome in by_outcome
    ]
    if Outcome.UNDECIDED in by_outcome:
        open_ = f"more sizes would decide on {text.listed(by_outcome[Outcome.UNDECIDED])}"
        return Outcome.UNDECIDED, "; ".join([*parts, open_])
    return (next(iter(by_outcome)) if len(by_outcome) == 1 else Outcome.CONDITIONAL), "; ".join(parts)


def _row(
    recorded: Recorded[Scaling], name: str, fit: Slope, cells: pd.DataFrame, outcome: Outcome | None
) -> tuple[str, ...]:
    own = cells[cells["contestant"] == name].sort_values("parameters")
    first, last = own.iloc[0], own.iloc[-1]
    low, high = fit.interval
    above = fit.above(recorded.claim.exponent)
    return (
        name if outcome else f"{name} (control)",
        f"{fit.exponent:.2f} [{low:.2f}, {high:.2f}]".replace("-", text.MINUS),
        text.probability(above),
        text.probability(1 - above),
        f"{first['seconds']:.2g} with {first['parameters']:,} parameters, {last['seconds']:.2g} with "
        f"{last['parameters']:,}",
        str(outcome or "–"),
    )


def _caveat(cells: pd.DataFrame) -> str:
    return (
        f"The exponent is that between {cells['parameters'].min():,} and {cells['parameters'].max():,} parameters, in "
        "processor time on this machine. What a step costs whatever the size flattens the lines on the left, so "
        "exponents rather grow with size. Time per epoch says nothing of how many epochs are needed"
    )
