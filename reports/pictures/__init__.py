"""Pictures; each is a file with its drawing and its words.

gallery        all pictures of a comparison, in a reader's order
differences    paired differences, and what they say
modifiers      the effect in every subgroup
budget         the verdict at every tuning budget
curves         learning curves
sensitivity    the score by learning rate
race           by when the target was reached
profiles       how often a contestant comes close to the best
ranks          critical differences
impossible, identical, scaling
               the picture of a kind that compares no means
drawing/       what they share: size, style, panels, lines with bands
"""
