"""The mathematics, in NumPy alone. Shapes: R replicas, B batch, D inputs, C outputs, P parameters.

Imports go down this list only:

update          one step of training: clipping, decay, optimizer, schedule, in their order
optimizers/     from a gradient, or from curvature, to new parameters
schedules       the factor of the learning rate in each step
decay           what pulls parameters towards 0
clipping        what bounds a gradient

saved           trained networks in a file
objective       a network and its loss on a batch: the value and the gradient
losses/         what an output costs, with its link
collapsed       a network without an activation, as the one matrix that it is
mlp             R networks at once: forward and backward
initializers    the weights that a network begins with
activations/    the functions between layers
features        fixed functions of the inputs

ranges          what a field may be, beside the field

Every family (activation, loss, optimizer, …) has an abstract base class, and its members are frozen dataclasses whose
fields are their hyperparameters. A member inherits from the base and marks what it implements by @override.
"""
