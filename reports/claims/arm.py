"""Arms of a comparison: which of the recorded trials take part."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Arm:
    """One way of treating contestants alike.

    said      what people call it
    trials    how many trials take part; None: all that were recorded
    tuned     is a trial chosen? Else each contestant is judged at its published default
    """

    name: str
    said: str
    trials: int | None
    tuned: bool

    def __str__(self) -> str:
        return self.name


TUNED = Arm("tuned", "tuned with an equal budget", None, True)
PUBLISHED = Arm("published", "as published", 1, False)
ARMS = {arm.name: arm for arm in (TUNED, PUBLISHED)}
