"""A cell: one composition of levels, typed and checked before anything trains.

levels     the level that a yaml describes, as the record that its class is
cell       the cell itself: its parts, its settings, its key
claim      the claim that asks for it, as its file and the words say it
reading    from Hydra's composition to the cell
"""
