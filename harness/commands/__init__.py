"""The verbs of the command line, a file each with its arguments, its help and its work.

run        train one cell or a sweep
judge      sweep claims, then give their verdicts
report     give the verdicts again from what is recorded
status     how far the sweeps are that are under way
ui         MLflow's UI on the recorded runs
listing    what there is
plan       `judge --plan`: what a sweep takes here, and what it could decide

What they share:

verdicts   claims swept one after the other, and judged together
rounds     more seeds until a claim is decided, and fresh ones to confirm it
case       from a sweep to what a report judges
drawing    the processes that draw
endings    how cells ended, in the terminal and as an exit status
words      claims and Hydra's words apart

Nothing that takes seconds to import is imported before a verb works: help and bad words answer at once.
"""
