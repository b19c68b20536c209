"""Data sets made by a formula.

base          n rows, a seed, and which classes there are
plane         points in the plane: moons, circles, spirals, XOR, cuteness, blobs, a checkerboard
parity        an odd number of bits
sparse        columns that are almost always zero
textbook      Friedman's and Hastie's
teacher       a random network's answers
objectives    a quadratic and Rosenbrock's valley, as tables
"""
