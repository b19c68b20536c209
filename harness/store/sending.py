"""Results are sent to the tracking store while cells train: who trains leaves them on disk and goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from harness.store import process, spool
from harness.store.spool import Sent
from reports.text import public

PAUSE = 0.2  # seconds between two looks at what waits
PATIENCE = 30.0  # seconds until a store that could not be reached is tried again
OTHERS = 10.0  # seconds to wait, at the end, for what another command is sending


@dataclass
class Sending:
    """Sends what waits for the store at `uri`; `sent` is what came of the last attempt."""

    uri: str
    sent: Sent = field(default_factory=Sent)
    _over: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """Send until it is over, then once more; only say it if the store cannot be reached."""
        again = 0.0
        while not self._over.wait(PAUSE):
            if monotonic() >= again and not self._send():
                again = monotonic() + PATIENCE
        if monotonic() >= again:
            self._send(OTHERS)

    def finish(self) -> None:
        """Let it come to its end."""
        self._over.set()

    def _send(self, patience: float = 0) -> bool:
        """Could the store be reached?"""
        before = self.sent
        try:
            self.sent = process.call(spool.send_waiting, self.uri, patience)
        except Exception as error:  # the process that sends was killed twice, or the spool cannot be read
            self.sent = Sent(silent=f"{type(error).__name__}: {error}")
        if self.sent.silent and not before.silent:
            said = f"{public(self.uri)} does not answer ({self.sent.silent})"
            print(
                f"folklore: {said}; training goes on, and results wait in outputs/spool until it does",
                file=sys.stderr,
                flush=True,
            )
        return not self.sent.silent


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
