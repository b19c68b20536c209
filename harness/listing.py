"""What there is: the levels of every config group, with the first comment of their files."""

from __future__ import annotations

from pathlib import Path

from harness.cell import ROOMS
from harness.errors import BadWord, alternatives
from harness.paths import CONF

GROUPS = ("claim", "suite", "recipe", *ROOMS)


def group(word: str) -> str:
    """The config group that `word` names, in the singular or the plural."""
    for name in GROUPS:
        if word in (name, plural(name)):
            return name
    raise BadWord(f"{word}: there is no such list; {alternatives(word, map(plural, GROUPS))}")


def plural(name: str) -> str:
    """`loss` → `losses`."""
    irregular = {
        "loss": "losses",
        "activation": "activations",
        "features": "features",
        "decay": "decay",
        "clipping": "clipping",
        "tuning": "tuning",
        "tracking": "tracking",
    }
    return irregular.get(name, name + "s")


def levels(name: str) -> dict[str, str]:
    """Level → its description, for the config group `name`."""
    return {path.stem: _description(path) for path in sorted((CONF / name).glob("*.yaml"))}


def _description(path: Path) -> str:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and not line.startswith("# @"):
            return line[2:]
    return ""
