"""Errors that are the user's to mend: the command line prints them as one line, without a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class BadWord(ValueError):
    """A word of the configuration that cannot be used; the message says which, why, and what is allowed."""


DIED = "a worker process died (out of memory, or killed)"


class LostWorker(RuntimeError):
    """Jobs ended without an answer: their workers were killed, or took too long. What the others did is on disk."""


def alternatives(word: str, allowed: Iterable[str]) -> str:
    """`allowed: a, b, c`, and the one that was probably meant."""
    names = sorted(map(str, allowed))
    near = difflib.get_close_matches(word, names, n=1)
    return f"allowed: {', '.join(names)}" + (f" (did you mean {near[0]}?)" if near else "")
