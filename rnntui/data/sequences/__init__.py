"""Sequences of unequal length: side by side in one array, padded or cut to a length.

Begin with `ragged.py`; `padding.py` has the options and imports nothing.
"""
