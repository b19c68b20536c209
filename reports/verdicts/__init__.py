"""The decision, and what withholds it.

verdict       from probabilities to one of five outcomes
sequential    looking after every round of seeds, without more false decisions
modifiers     what the effect depends on
edges         a best trial on the edge of its search space
controls      what the method says where the answer is known
planning      before a sweep: which effects could it decide?
"""
