"""Layers along spatial axes or time: convolutions, pooling, padding, and the windows they share.

Begin with `windows.py`, then `convolution.py`.
"""
