"""Converts what older versions of Keras wrote to the names and semantics of Keras 3.

Begin with `layers.py` and `model_configs.py`; `weights.py` converts arrays.
"""
