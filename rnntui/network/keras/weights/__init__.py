"""Locates each layer's weights in a file, and splits a list of arrays among the layers that own them.

Begin with `weight_paths.py`.
"""
