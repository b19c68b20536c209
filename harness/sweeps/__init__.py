"""From words to cells, and from cells to recorded runs.

sweep        all cells that words ask for: trained, looked up, or only inspected
forecast     how long they would take
job          cells are trained and kept on disk, in any process
turns        sweeps that run at once train a cell once
record       a trained cell in MLflow's terms
checks       what must be right before anything trains
progress     how far the cells are, and the time left
ending       how a cell ended
compose      what words mean: the only file that imports Hydra
parts        the cells of a sweep, put together from parts that Hydra composed once
read_once    Hydra's files, read once and not once per cell
overriding   what words stand for, once Hydra has read them
wording      how words are written, and what is said of one that Hydra cannot read
options      those of Hydra's options that are of use here
"""
