"""What pictures share.

picture    how a picture is drawn, and the words that go with it
lines      medians with bands, for curves and sensitivity
canvas     size, style, panels, key
drawn      what comes of a picture
"""
