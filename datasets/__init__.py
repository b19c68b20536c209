"""Where x and y come from. Imports no other room of the house.

dataset       the Dataset record, and what every source of one promises
bundled       real data sets that come with the project or with scikit-learn
synthetic/    data sets made by a formula
table/        the user's own table
openml        any data set of openml.org
fashion       Fashion-MNIST
cards         the facts of every data set, from cards.yaml
ranges        what the numbers of a data set may be
data/         the files of bundled data sets, and how they are made

Every data set is a frozen record, a subclass of Source; what conf/dataset names is exported here.
"""

from datasets.bundled import Bundled, ScikitLearn
from datasets.fashion import FashionMNIST
from datasets.openml import OpenML
from datasets.synthetic.objectives import Quadratic, Rosenbrock
from datasets.synthetic.parity import Parity
from datasets.synthetic.plane import XOR, Blobs, Checkerboard, Circles, Cuteness, Moons, Spirals, TwoSpirals
from datasets.synthetic.sparse import BagOfWords, Wilson
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
