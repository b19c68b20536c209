"""One cell's numbers: from the rows of its data set to a row per network.

run              the whole cell, stack by stack
results          tables of a trained cell, and medians for MLflow's charts
train            one stack: epochs, batches, and what is measured after each epoch
probabilities    log loss, Brier score, calibration error
scores           accuracy and R²
rows             the data set as a stack of replicas sees it
compatibility    does the cell suit its data?
preparation      columns → inputs, fitted on one seed's training part
"""
