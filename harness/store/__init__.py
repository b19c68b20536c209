"""Where runs are kept: on disk first, then in MLflow.

settings    which store, and what goes to it
tracking    the only writer of MLflow
spool       results wait on disk until they are sent

The class that conf/tracking names is exported from here.
"""

from harness.store.settings import Tracking

__all__ = ["Tracking"]
