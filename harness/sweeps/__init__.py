"""From words to cells, and from cells to recorded runs.

compose     what words mean: Hydra
checks      what must be right before anything trains
progress    how far the cells are, and the time left
record      a trained cell in MLflow's terms
job         one cell is trained and recorded
sweep       all of them: checked, skipped if finished, launched
forecast    how long it would take
"""
