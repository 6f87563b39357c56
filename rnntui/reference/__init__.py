"""References: implementations that rnntui's values are compared with. Keras is the only one today.

The floors above use `protocol.py` and `factory.py`, not `keras/`. TensorFlow is imported in the
worker's process only. Begin with `protocol.py`.
"""
