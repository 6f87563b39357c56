"""References: implementations that rnntui's values are checked against. Keras is the only one today.

Above this floor nothing imports TensorFlow. Begin with `keras/client.py`.
"""
