"""Who does the jobs of a sweep, and where.

base        what all launchers have in common
basic       this process, one job after the other
joblib      processes of this machine
ray         a cluster of Ray, or one that is started here
submitit    jobs of Slurm, or processes that stand for them
"""

from harness.launchers.base import Launcher
from harness.launchers.basic import Basic
from harness.launchers.joblib import Joblib
from harness.launchers.ray import Ray
from harness.launchers.submitit import Submitit

__all__ = ["Basic", "Joblib", "Launcher", "Ray", "Submitit"]
