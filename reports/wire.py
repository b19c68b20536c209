"""The names that runs are recorded under: what `harness/` writes into MLflow and `reports/` reads, each name once.

Both sides import this file and spell none of these names themselves. It imports nothing.
"""

from __future__ import annotations

from typing import Final

# Tags of a run.
CELL: Final = "cell"  # the cell's key; a run of one replica has `REPLICA_OF` in its place
REPLICA_OF: Final = "replica_of"
CLAIM: Final = "claim"  # its name
CLAIM_DEFINITION: Final = "claim_definition"  # its entries, as JSON
CLAIM_SETUP: Final = "claim_setup"  # the rest of its file, as JSON
CLAIM_HASH: Final = "claim_hash"  # of both
CODE_VERSION: Final = "code_version"
SWEEP: Final = "sweep"
LAUNCHER: Final = "launcher"
DATASET_DIGEST: Final = "dataset_digest"
DATASET_NOTES: Final = "dataset_notes"  # sentences on what was done to the data, as a JSON list
SEARCH: Final = "search"  # tuned hyperparameter (`optimizer.lr`) → low, high, scale; as JSON
ERROR: Final = "error"

# Parameters of a run: the level of every config group under the group's name, and these.
DATASET: Final = "dataset"
NETWORK: Final = "network"
PARAMETERS: Final = "parameters"  # of the network, how many

# The one launcher that trains one cell at a time: with any other, seconds are not comparable.
ONE_AT_A_TIME: Final = "basic"

# MLflow's UI shows a view of an experiment under this name.
VIEW: Final = "folklore"

# Artifacts of a run: a row per replica, and a row per replica and epoch.
REPLICAS: Final = "replicas"
CURVES: Final = "curves"


def final(name: str) -> str:
    """The run's metric that holds the last value of `name`, such as test_accuracy: its median over seeds."""
    return f"final/{name}"


def file(table: str) -> str:
    """The artifact that holds a table."""
    return f"{table}.parquet"


def validation(name: str) -> str:
    """The column of a score or loss on the validation part."""
    return f"validation_{name}"


def test(name: str) -> str:
    """The column of a score or loss on the test part."""
    return f"test_{name}"


def of_constant(name: str) -> str:
    """The column of what the constant guess has on the test part, the value of a diverged replica."""
    return f"test_{name}_of_constant"
