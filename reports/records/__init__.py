"""What was recorded.

case       a claim, and where its cells are recorded
load       the only reader of MLflow
targets    epochs and time to a target, from the curves
values     the values of a metric, larger is better
space      declared search spaces
changes    was the claim changed after its runs were made?
"""
