"""One cell's numbers: from the rows of its data set to a row per network.

preparation      columns → inputs, fitted on one seed's training part
rows             the data set as a stack of replicas sees it
scores           accuracy and R²
probabilities    log loss, Brier score, calibration error
train            one stack: epochs, batches, and what is measured after each epoch
compatibility    does the cell suit its data?
results          tables of a trained cell, and medians for MLflow's charts
run              the whole cell, stack by stack
"""
