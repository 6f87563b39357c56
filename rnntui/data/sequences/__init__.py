"""Sequences of unequal length: stacked in one array, padded or truncated to one length.

Begin with `ragged.py`; `padding.py` has the options and imports nothing.
"""
