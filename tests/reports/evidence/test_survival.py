"""When the target was reached, from censored observations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reports.evidence import survival


def test_kaplan_meier_by_hand():
    """Times 1, 2+, 3, 3+, 4 (+: censored): S = 4/5, then 4/5 · 2/3 = 8/15 at 3, then 0 at 4."""
    table = pd.DataFrame(
        {"epochs_to_target": [1, 2, 3, 3, 4], "reached": [True, False, True, False, True], "contestant": "adam"}
    )
    assert survival.reached(table, np.arange(5)) == pytest.approx([0, 1 / 5, 1 / 5, 7 / 15, 1])
    assert survival.reached(table.assign(reached=False), np.arange(3)).tolist() == [0, 0, 0]
