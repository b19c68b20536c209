"""What is drawn at random, or by a rule: the same for every cell, so that cells can be paired.

streams      the random numbers of a seed, apart for each use
split        which rows train, which choose and which judge
subsample    some rows of a data set
trials       the hyperparameters that a tuning budget tries
replicas     seeds × trials, and how many of them train in one stack

The classes that conf/split and conf/tuning name are exported from here.
"""

from harness.sampling.split import Split, Whole
from harness.sampling.trials import Tuning

__all__ = ["Split", "Tuning", "Whole"]
