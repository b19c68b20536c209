"""The multiverse: would other reasonable analyses of the same runs have said the same?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from reports import text
from reports.claims.arm import Arm
from reports.claims.comparison import Comparison
from reports.claims.metric import METRICS, Metric
from reports.claims.outcome import Outcome
from reports.evidence.heterogeneity import LEAST, heterogeneity
from reports.statistics import arms, holm
from reports.statistics.observations import missing
from reports.verdicts import verdict
from reports.verdicts.verdict import Verdict

# P(the mean effect is above a bound) and P(it is below), as one minus a one-sided p-value.
Confidence = Callable[[float], tuple[float, float]]

MODEL = "hierarchical model"


@dataclass(frozen=True)
class Analysis:
    """One way of judging the claim, and its outcome.

    metric          what contestants are compared, and trials chosen, by
    arm             tuned or published
    test            how data sets are compared
    aggregation     how the seeds of a data set become one number
    """

    metric: Metric
    arm: Arm
    test: str
    aggregation: str
    outcome: Outcome


def multiverse(claim: Comparison, replicas: pd.DataFrame, reached: Mapping[Arm, Verdict]) -> list[Analysis]:
    """Every analysis: metric × arm × test × aggregation; the claim's own metric comes first.

    After Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Increasing transparency through a multiverse analysis,
    Perspectives on Psychological Science 11. A metric other than the claim's is one that answers the same question
    (Metric.quality) and that all contestants have; it comes with its usual ROPE.

    reached    arm → the hierarchical model's verdict on mean effects
    """
    every = []
    for arm, own in reached.items():
        every += analyses(arm, own)
    others = [metric for metric in METRICS.values() if metric.quality and metric != claim.metric]
    for metric in others if claim.metric.quality else ():
        other = replace(claim, metric=metric, rope=metric.rope, secondary=None)
        for arm in reached:
            observations = arms.observe(replicas, other, arm)
            if not missing(observations, metric, claim.contestants):
                every += analyses(arm, verdict.judge(other, observations))
    return every


def analyses(arm: Arm, reached: Verdict) -> list[Analysis]:
    """Every test × aggregation, on the pairs that the model's verdict was `reached` from.

    Nothing with fewer than three data sets, which have no other test.

    The claim's ROPE, probability and Holm's correction are the same in all of them; a test decides where its
    one-sided p-value reaches 1 − that probability, for EQUIVALENT both of two one-sided tests (Schuirmann 1987).
    Data sets are the sample in every one.
    """
    claim, pairs = reached.claim, {one.rival: one.pairs for one in reached.rivals}
    if any(own["dataset"].nunique() < LEAST for own in pairs.values()):
        return []
    outcomes = [(MODEL, "mean", reached.outcome), ("random effects", "mean", _decided(claim, pairs, _random_effects))]
    for test, confidence in (("t test", _t), ("signed ranks", _signed_ranks)):
        for aggregation in ("mean", "median"):

            def of(own: pd.DataFrame, how: str = aggregation, confidence: Callable = confidence) -> Confidence:  # type: ignore[type-arg]
                return confidence(own.groupby("dataset")["difference"].agg(how).to_numpy())

            outcomes.append((test, aggregation, _decided(claim, pairs, of)))
    return [Analysis(claim.metric, arm, *one) for one in outcomes]


def agreement(claim: Comparison, analyses: Sequence[Analysis]) -> str:
    """How many analyses, other than the claim's own, agree with the verdict, and how many contradict it."""
    mine = (claim.metric, claim.arm, MODEL)
    own, *others = sorted(analyses, key=lambda one: (one.metric, one.arm, one.test) != mine)
    alike = sum(one.outcome is own.outcome for one in others)
    open_ = 0 if own.outcome is Outcome.UNDECIDED else sum(one.outcome is Outcome.UNDECIDED for one in others)
    parts = [f"{alike} agree with {own.outcome}"]
    parts += [f"{open_} leave it undecided"] if open_ else []
    otherwise = "decide it" if own.outcome is Outcome.UNDECIDED else "say something else"
    parts += [f"{rest} {otherwise}"] if (rest := len(others) - alike - open_) else []
    return f"of {len(others)} other reasonable analyses, {text.listed(parts)}"


def _decided(
    claim: Comparison, pairs: Mapping[str, pd.DataFrame], test: Callable[[pd.DataFrame], Confidence]
) -> Outcome:
    """The claim's outcome by the `test`, with the claim's own rule."""
    said = {rival: _strengths(claim, test(own)) for rival, own in pairs.items()}
    best = {rival: max(strengths, key=lambda outcome: strengths[outcome]) for rival, strengths in said.items()}
    thresholds = holm.thresholds({rival: said[rival][best[rival]] for rival in said}, claim.probability)
    decided = [best[r] if said[r][best[r]] >= thresholds[r] else Outcome.UNDECIDED for r in said]
    return claim.combined(decided)


def _strengths(claim: Comparison, confidence: Confidence) -> dict[Outcome, float]:
    return {outcome: one.confidence(claim.rope, confidence) for outcome, one in claim.statements.items()}


def _random_effects(pairs: pd.DataFrame) -> Confidence:
    """Paule & Mandel's mean with Hartung & Knapp's error; undecided where seeds are not repeated."""
    model = heterogeneity(pairs)
    if model is None:
        return lambda bound: (0.0, 0.0)
    return _by_t(model.mean.mean, model.error, model.data_sets - 1)


def _t(values: np.ndarray) -> Confidence:
    """Student's t on one number per data set."""
    return _by_t(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))), len(values) - 1)


def _by_t(mean: float, error: float, freedom: int) -> Confidence:
    error = max(error, 1e-12)  # data sets that agree entirely
    return lambda bound: (
        float(stats.t.cdf((mean - bound) / error, freedom)),
        float(stats.t.sf((mean - bound) / error, freedom)),
    )


def _signed_ranks(values: np.ndarray) -> Confidence:
    """Wilcoxon's signed-rank test on one number per data set; with D data sets no p-value is below 1/2^D.

    Exact with ties, by midranks (SciPy tries all 2^D signs then, which takes seconds); zeros are left out.
    """

    def confidence(bound: float) -> tuple[float, float]:
        from_bound = (values - bound).round(12)
        from_bound = from_bound[from_bound != 0]
        doubled = (2 * stats.rankdata(np.abs(from_bound))).astype(int)  # whole numbers, in spite of midranks
        chance = np.ones(1)  # chance[w]: P(the doubled ranks of positive values sum to w)
        for rank in doubled:
            chance = (np.pad(chance, (0, rank)) + np.pad(chance, (rank, 0))) / 2
        positive = int(doubled[from_bound > 0].sum())
        return 1 - float(chance[positive:].sum()), 1 - float(chance[: positive + 1].sum())

    return confidence
