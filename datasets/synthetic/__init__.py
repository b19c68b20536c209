"""Data sets made by a formula, in reading order:

base          what all of them share: rows, draw, a name, a source
plane         points in the plane: moons, circles, blobs, XOR, a checkerboard
spirals       two spirals, with noise and as they were published
cuteness      the lecture's first example: which animals are cute?
parity        is the number of bits that are set odd?
textbook      Friedman's regression and Hastie's sphere
teacher       a random network teaches another
sparse        columns that are almost always zero: where adaptive step sizes win, and where they lose
objectives    a quadratic and Rosenbrock's valley, functions that optimizers are tried on
"""
