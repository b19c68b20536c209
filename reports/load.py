"""The only reader of MLflow: from recorded runs to tidy frames."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reports.claim import Claim


@dataclass(frozen=True)
class Recorded:
    """What is recorded of one claim's cells.

    runs        a row per finished cell: cell, run_id, dataset, contestant, claim_definition, code_version
    replicas    a row per replica: dataset, contestant, cell, seed, trial, diverged_at (epoch or NaN), n_train,
                n_test, validation_accuracy, test_accuracy, test_accuracy_of_constant, seconds, and one column
                per tuned hyperparameter, named as in the configuration (`optimizer.lr`)
    curves      a row per replica and epoch (1, 2, …): dataset, contestant, cell, seed, trial, epoch, train_loss,
                validation_loss, validation_accuracy, test_loss, test_accuracy
    missing     descriptions of the cells that were planned and have no finished run
    """

    claim: Claim
    experiment_id: str
    runs: pd.DataFrame
    replicas: pd.DataFrame
    curves: pd.DataFrame
    missing: tuple[str, ...] = ()
