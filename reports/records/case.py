"""A claim, and where its cells are recorded: what a sweep leaves to be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.claims.claim import Claim


@dataclass(frozen=True)
class Looks:
    """How many seeds there were at each look, the present one last, and how many there may be at most."""

    seeds: tuple[int, ...]
    most: int


@dataclass(frozen=True)
class Case:
    """A claim, and where its cells are recorded.

    uri             MLflow's store
    cells           key → description of every cell that was planned and has data
    unavailable     data set → why it could not be had
    setup           all that stands in the claim's file beside the claim: its sweep, its seeds
    asked           the words of the command line
    looks           at how many seeds the verdict was looked at, if it was looked at after every round
    confirmation    the same claim on fresh seeds, if they were asked for
    data_sets       all that were planned
    stale           how many of its cells were trained by another version of the code than the present one
    """

    claim: Claim
    uri: str
    experiment_id: str
    cells: Mapping[str, str]
    unavailable: Mapping[str, str] = field(default_factory=dict)
    setup: Mapping[str, Any] = field(default_factory=dict)
    asked: Sequence[str] = ()
    looks: Looks | None = None
    confirmation: Case | None = None
    data_sets: Sequence[str] = ()
    stale: int = 0
