"""Where a file keeps each layer's weights, and how one list of arrays is split among its owners.

Begin with `weight_paths.py`.
"""
