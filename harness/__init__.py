"""Composes cells with Hydra, trains them, and records them in MLflow.

From top to bottom; each imports only what stands below it:

__main__       the command's first moment: signals, then all the rest
cli            the command `folklore`: its verbs, and every error as one line with an exit status
commands       a verb each: run, judge, report, status, ui, list
sweeps         from words to cells, and from cells to recorded runs
training       one cell's numbers
launchers      who does the jobs of a sweep, and where
cells          one composition of levels, typed and checked
sampling       what is drawn: splits, subsamples, trials, seeds
store          where runs are kept: on disk first, then in MLflow
processes      others, which do what this one hands them
engine         which version of the source numbers depend on
environment    refuses to start where another package hides one of ours
signals        Ctrl-C, TERM and HUP: one line, at any moment
paths          where things are
errors         what the user can mend
"""
