"""Layers as functions bound to their weights, in a graph; one sample at a time.

Nothing here knows of files, runs or cursors. Begin with `layer.py`, then `graph/graph.py`.
"""
