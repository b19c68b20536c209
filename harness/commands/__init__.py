"""The verbs of the command line, a file each with its arguments, its help and its work.

run       train one cell or a sweep
judge     sweep claims, then give their verdicts
report    give the verdicts again from what is recorded
plan      `judge --plan`: what a sweep takes here and what it could decide
ui        MLflow's UI on the recorded runs
listing   what there is

and what they share:

options     options of judge and report
words       claims and Hydra's words apart
case        from a sweep to what the report judges
"""
