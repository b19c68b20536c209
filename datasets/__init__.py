"""Where x and y come from. Imports no other room of the house. In reading order:

dataset      the record that training takes, and Source, the base class of all below
ranges       the legal range of a number, declared beside its field
synthetic    data sets made by a formula
cards        the facts of every data set, read without loading it
table        the user's own table
bundled      real data sets that need no network; `data/` holds their files, and the scripts that made them
openml       data sets of openml.org
fashion      Fashion-MNIST in full

A yaml of conf/dataset/ names its class by this package, `_target_: datasets.Moons`, so a class may change its file.
Importing the package must stay light: what takes seconds to import is imported where rows are made or read.

What a yaml can name inherits from a base class, which makes abstract what each must write, and writes the rest once:
Source, Synthetic, Regression, Plane. A Protocol would describe classes that cannot inherit; there are none here.
"""

from datasets.bundled import Bundled
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
    "Spirals",
    "Table",
    "Teacher",
    "TwoSpirals",
    "Wilson",
]
