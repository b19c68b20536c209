"""From words to cells, and from cells to recorded runs.

options      those of Hydra's options that are of use here
compose      what words mean: the only file that imports Hydra
read_once    Hydra's files, read once and not once per cell
checks       what must be right before anything trains
ending       how a cell ended
progress     how far the cells are, and the time left
record       a trained cell in MLflow's terms
job          one cell is trained and recorded
sweep        all of them: trained, looked up, or only inspected
forecast     how long it would take
"""
