"""A cell: one composition of levels, typed and checked before anything trains.

reading    from a composition to its cell
claim      the claim that asks for it
cell       the cell itself: its parts, its settings, its key
composed   what it is composed of: parts, which cells of a sweep share
levels     the level that a yaml describes, as the record that its class is
strangers what files of a folder of one's own may say
asked      what it was asked for with
"""
