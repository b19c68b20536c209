"""A cell: one composition of levels, typed and checked before anything trains.

asked      what it was asked for with
levels     the level that a yaml describes, as the record that its class is
cell       the cell itself: its parts, its settings, its key
claim      the claim that asks for it
reading    from a composition to its cell
"""
