"""The layers around a recurrence: Dense, activations, normalizations, Embedding, reshaping, merging.

They know nothing of graphs, masks or time. Begin with `pointwise.py`.
"""
