"""What older versions of Keras wrote, brought to the names and meaning of today's.

Begin with `layers.py` and `model_configs.py`; `weights.py` converts arrays.
"""
