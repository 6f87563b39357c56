"""A network as a graph of layers that compute: nodes, clocks (what each tensor has to do with time), masks.

Imports all other layers; nothing else in `layers/` imports it. Begin with `graph.py`.
"""
