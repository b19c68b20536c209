"""Where runs are kept: on disk first, then in MLflow.

spool       results wait on disk until they are sent
tracking    the only writer of MLflow
settings    which store, and what goes to it

The class that conf/tracking names is exported from here.
"""

from harness.store.settings import Tracking

__all__ = ["Tracking"]
