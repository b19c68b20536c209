"""Steps from second derivatives: far fewer of them, each far dearer, on the whole training part.

base                   what those with a matrix (P, P) share: a base, a step along a direction
newton                 the Hessian, its eigenvalues taken as positive
gauss_newton           the curvature of the loss without that of the network
levenberg_marquardt    the same with a damping that adapts itself
lbfgs                  curvature from the last few steps, without a matrix
line_search            how far to go along a direction
curvature              the Hessian and the Gauss–Newton matrix of a network
"""
