"""Where things are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent  # the checkout
CONF = ROOT / "conf"
OUTPUTS = Path("outputs")  # everything generated, in the folder that the command is called in
