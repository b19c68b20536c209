"""Where x and y come from. Imports no other room of the house. In reading order:

dataset      the record that training takes, and the base class of every source of one
synthetic    data sets made by a formula
bundled      real data sets that need no network, with `data/`, their files
cards        what is known of a data set without loading it
fashion      Fashion-MNIST in full
openml       data sets of openml.org
table        the user's own table

conf/dataset/ names the classes below by this package: `_target_: datasets.Moons`.
"""

from datasets.bundled import Bundled, ScikitLearn
from datasets.fashion import FashionMNIST
from datasets.openml import OpenML
from datasets.synthetic.cuteness import Cuteness
from datasets.synthetic.objectives import Quadratic, Rosenbrock
from datasets.synthetic.parity import Parity
from datasets.synthetic.plane import XOR, Blobs, Checkerboard, Circles, Moons
from datasets.synthetic.sparse import BagOfWords, Wilson
from datasets.synthetic.spirals import Spirals, TwoSpirals
from datasets.synthetic.teacher import Teacher
from datasets.synthetic.textbook import Friedman1, Hastie
from datasets.table.table import Table

__all__ = [
    "XOR",
    "BagOfWords",
    "Blobs",
    "Bundled",
    "Checkerboard",
    "Circles",
    "Cuteness",
    "FashionMNIST",
    "Friedman1",
    "Hastie",
    "Moons",
    "OpenML",
    "Parity",
    "Quadratic",
    "Rosenbrock",
    "ScikitLearn",
    "Spirals",
    "Table",
    "Teacher",
    "TwoSpirals",
    "Wilson",
]
