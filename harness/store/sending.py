"""Results are sent to the tracking store while cells train: who trains leaves them on disk and goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from harness.store import process, spool
from reports.text import public

PAUSE = 0.2  # seconds between two looks at what waits
PATIENCE = 30.0  # seconds until a store that could not be reached is tried again
OTHERS = 10.0  # seconds to wait, at the end, for what another command is sending


@dataclass
class Sending:
    """Sends what waits for the store at `uri`; `problems`: entry → why it could not be sent."""

    uri: str
    problems: dict[str, str] = field(default_factory=dict)
    silent: str = ""
    _over: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """Send until it is over, then once more; only say it if the store cannot be reached."""
        again = 0.0
        while not self._over.wait(PAUSE):
            if monotonic() >= again and not self._send():
                again = monotonic() + PATIENCE
        if monotonic() >= again:
            self._send(OTHERS)

    def reason(self, entry: str) -> str:
        """Why this entry of the spool was not sent."""
        return self.problems.get(entry) or self.silent or "another command is sending it"

    def finish(self) -> None:
        """Let it come to its end."""
        self._over.set()

    def _send(self, patience: float = 0) -> bool:
        """Could the store be reached?"""
        try:
            sent = process.call(spool.send_waiting, self.uri, patience)
        except Exception as error:  # the process that sends was killed twice, or the spool cannot be read
            sent = spool.Sent(silent=f"{type(error).__name__}: {error}")
        self.problems = sent.problems
        if sent.silent and not self.silent:
            print(
                f"folklore: {public(self.uri)} does not answer ({sent.silent}); training goes on, and results wait in "
                f"outputs/spool until it does",
                file=sys.stderr,
                flush=True,
            )
        self.silent = sent.silent
        return not sent.silent


@contextmanager
def under_way(uri: str) -> Iterator[Sending]:
    """Send what waits for the store at `uri` while the block runs, and what is left when it ends."""
    sending = Sending(uri)
    thread = threading.Thread(target=sending.go_on, daemon=True)
    thread.start()
    try:
        yield sending
    finally:
        sending.finish()
        thread.join()
