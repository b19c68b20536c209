"""Columns that are almost always zero: where adaptive step sizes should win, and where they must lose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from typing_extensions import override

from datasets.dataset import DatasetError
from datasets.ranges import number
from datasets.synthetic.base import Synthetic


@dataclass(frozen=True)
class BagOfWords(Synthetic):
    """Documents of `length` words drawn by Zipf's law: x_j counts word j of a vocabulary, whose p_j ∝ 1/j^exponent.

    Every word is, with equal odds, for class 1 or against it, by the weight −log of its share of the documents (inverse
    document frequency, Spärck Jones 1972): rare words say most. Class 1 is the half that scores highest.

    This is AdaGrad's home ground: predictive but rare features (Duchi, Hazan & Singer 2011, Adaptive subgradient
    methods). It is so by the columns' scales, which are left as they are: standardized, plain SGD does as well.

    words       number of words in the vocabulary, from the commonest to the rarest
    length      number of words in a document
    exponent    of Zipf's law; 0: all words are equally common
    """

    as_is: ClassVar[bool] = True
    n: int = 2000
    words: int = number(500, least=2)
    length: int = number(50, least=2)
    exponent: float = number(1.0, least=0)

    @override
    def features(self, count: int) -> tuple[str, ...]:
        return tuple(f"word{rank}" for rank in range(1, count + 1))

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        share = np.arange(1, self.words + 1) ** -self.exponent
        share /= share.sum()
        x = rng.multinomial(self.length, share, size=self.n).astype(np.float64)
        # A share 1 − (1 − p)^length of the documents has a word of probability p.
        rarity = -np.log1p(-((1 - share) ** self.length))
        score = x @ (rng.choice([-1.0, 1.0], self.words) * rarity)
        return x, score > np.median(score)


@dataclass(frozen=True)
class Wilson(Synthetic):
    """Separable by its first column, and yet adaptive methods call every new row positive.

    Wilson, Roelofs, Stern, Srebro & Recht (2017), The marginal value of adaptive gradient methods in machine learning,
    section 3.3. The label is y = 1 with probability p > 1/2, else −1; here exactly round(p n) rows are positive, in
    random places. Row i is y in column 1, 1 in columns 2 and 3, and 1 in columns of its own from 4 + 5(i − 1) on: one
    of them if y = 1, five if y = −1. All else is 0: D = 3 + 5n.

    Test behaviour, for a linear model of least squares on y = ±1 that starts at 0: gradient descent ends at the
    solution of least norm, which gives new rows their right labels; AdaGrad, RMSProp and Adam (all rows in one batch)
    end at a multiple of sign(Xᵀy), which is 1 in the first three columns and so says y + 2 > 0 of every new row:
    accuracy p. So it is here with `model=linear init=zeros loss=cross_entropy batch_size=1000`, whose first gradient is
    that of ±1; targets of 0 and 1 have another, and hide it. The columns are left as they are: standardized, columns 2
    and 3 would be 0.

    positive    p, the share of class 1
    """

    as_is: ClassVar[bool] = True
    n: int = 400
    positive: float = number(0.7, above=0.5, below=1)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.n > 4000:
            raise DatasetError(f"n must be at most 4000, not {self.n}: there are 3 + 5n columns")

    @property
    @override
    def classes(self) -> tuple[str, ...]:
        return "-1", "1"

    @override
    def rows(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        label = np.where(rng.permutation(self.n) < round(self.positive * self.n), 1.0, -1.0)
        own = np.zeros((self.n, self.n, 5))
        row = np.arange(self.n)
        own[row, row] = np.where(label[:, None] > 0, np.arange(5) == 0, 1.0)
        return np.column_stack([label, np.ones((self.n, 2)), own.reshape(self.n, -1)]), label > 0
