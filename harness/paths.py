"""Where things are."""

from __future__ import annotations

from pathlib import Path

from harness.errors import BadWord

ROOT = Path(__file__).resolve().parent.parent  # the checkout
CONF = ROOT / "conf"
OUTPUTS = Path("outputs")  # everything generated, in the folder that the command is called in


def own_folder(folder: Path) -> Path:
    """The user's `folder` of claims and levels; a BadWord if there is none, or if one has a name that conf/ has, too.

    (Hydra would take that of conf/, and say nothing.)
    """
    if not folder.is_dir():
        raise BadWord(f"--config-dir {folder}: there is no such folder")
    for path in sorted(folder.rglob("*.yaml")):
        if (CONF / (name := path.relative_to(folder))).is_file():
            raise BadWord(
                f"--config-dir {folder}: {name} has a name that this project has already; call it something else"
            )
    return folder
