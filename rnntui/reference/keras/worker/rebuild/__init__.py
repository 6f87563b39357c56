"""A model built from Keras's own layers, as a request describes it.

Runs in the worker only. Begin with `model.py`.
"""
