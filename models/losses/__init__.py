"""Losses, each with its output link. conf/loss and saved networks name their classes.

base              what all of them promise, and their scratch
links             identity, sigmoid and softmax, with their derivatives

cross_entropy     −log p of the label, on softmax outputs or a single sigmoid
least_squares     (p − y)², with any link, averaged over the batch or summed
absolute_error    |p − y|
huber             squared near 0, linear beyond
hinge             a margin for each class against the rest
perceptron        Rosenblatt's rule: learn from mistakes only
"""

from models.losses.absolute_error import AbsoluteError
from models.losses.base import Loss, Work
from models.losses.cross_entropy import CrossEntropy
from models.losses.hinge import Hinge
from models.losses.huber import Huber
from models.losses.least_squares import LeastSquares
from models.losses.perceptron import PerceptronRule

__all__ = ["AbsoluteError", "CrossEntropy", "Hinge", "Huber", "LeastSquares", "Loss", "PerceptronRule", "Work"]
