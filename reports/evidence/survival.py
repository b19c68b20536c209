"""By when the target was reached: the share of replicas by epoch, from censored observations."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats


def reached(observations: pd.DataFrame, epochs: np.ndarray) -> np.ndarray:
    """The share of replicas that reached the target by each of `epochs`: 1 − the Kaplan–Meier curve.

    observations    columns `reached` and `epochs_to_target`, see records/targets.py; who did not is censored there

    Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, JASA 53.
    """
    there, time = observations["reached"].to_numpy(bool), observations["epochs_to_target"].to_numpy(float)
    if not there.any():
        return np.zeros(len(epochs))
    return np.asarray(stats.ecdf(stats.CensoredData(time[there], right=time[~there])).cdf.evaluate(epochs))
