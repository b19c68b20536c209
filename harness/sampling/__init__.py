"""What is drawn at random, or by a rule: the same for every cell, so that cells can be paired.

replicas     seeds × trials, and how many of them train in one stack
trials       the hyperparameters that a tuning budget tries
subsample    some rows of a data set
split        which rows train, which choose and which judge
streams      the random numbers of a seed, apart for each use

The classes that conf/split and conf/tuning name are exported from here.
"""

from harness.sampling.split import Split, Whole
from harness.sampling.trials import Tuning

__all__ = ["Split", "Tuning", "Whole"]
