"""Refuses to start where another package hides one of ours."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec

from harness.errors import BadWord
from harness.paths import ROOT

PACKAGES = ("datasets", "models", "reports")


def check() -> str | None:
    """A BadWord if another package hides one of ours; a warning if ours hides Hugging Face's `datasets`."""
    for name in PACKAGES:
        spec = find_spec(name)
        origin = spec.origin if spec else None
        if origin != str(ROOT / name / "__init__.py"):
            raise BadWord(
                f"another package called `{name}` ({origin}) hides the one of this project ({ROOT / name}); "
                f"give this project an environment of its own: `make` makes one in .venv"
            )
    try:
        distribution("datasets")
    except PackageNotFoundError:
        return None
    return (
        "Hugging Face's package `datasets` is installed here too, and from this folder Python finds ours first; "
        "give this project an environment of its own: `make` makes one in .venv"
    )
