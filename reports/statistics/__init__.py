"""The numbers that decide.

observations    choose on validation, pair on test
convergence     how well a posterior was drawn
posterior       what pairs say about the effect
arms            as published, tuned, and every tuning budget between them
holm            how sure each of several statements must be
power           what a design can decide
"""
