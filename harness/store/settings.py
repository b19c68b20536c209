"""Which store runs are recorded in, and what goes to it."""

from __future__ import annotations

from dataclasses import dataclass

STORES = ("sqlite", "postgresql", "mysql", "mssql", "http", "https", "databricks")


@dataclass(frozen=True)
class Tracking:
    """Where runs are recorded, and which.

    uri             SQLite file, database or MLflow server
    ui              address at which MLflow's UI is, or will be, served: where the report's links go
    rerun           train cells that are already finished once more
    mend            train finished cells once more whose tables are gone or broken
    replica_runs    write a run per replica, too (a cell of 80 replicas takes three seconds more)
    networks        keep the trained networks, as the artifact networks.npz of the run (of cells that are finished
                    already, with rerun only)
    """

    uri: str
    ui: str = "http://127.0.0.1:5000"
    rerun: bool = False
    mend: bool = False
    replica_runs: bool = False
    networks: bool = False

    def __post_init__(self) -> None:
        if wrong := what_is_wrong(self.uri):
            raise ValueError(f"uri={self.uri}: {wrong}")


def what_is_wrong(uri: str) -> str:
    """Why this cannot be the address of a store; "" if it can."""
    if uri.partition(":")[0].partition("+")[0] in STORES:
        return ""
    return f"it must begin with one of {', '.join(STORES)}, like sqlite:///outputs/mlflow.db"
