"""Keras as a reference, in a separate process: the client, and the worker on the other side.

Only `worker/` imports TensorFlow and Keras. Begin with `client.py`.
"""
