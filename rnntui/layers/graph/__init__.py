"""A network as a graph of layers that compute: nodes, clocks (how each tensor relates to time), masks.

Imports all other layers; nothing else in `layers/` imports it. Begin with `graph.py`.
"""
