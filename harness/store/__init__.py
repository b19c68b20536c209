"""Where runs are kept: on disk first, then in MLflow.

settings    which store, and what goes to it
tracking    the store in MLflow's hands: experiments, and which cells are finished
runs        one run, as MLflow takes it
spool       results wait on disk until they are sent
process     where MLflow is called: in a process of its own
sending     what waits is sent while cells train

The class that conf/tracking names is exported from here.
"""

from harness.store.settings import Tracking

__all__ = ["Tracking"]
