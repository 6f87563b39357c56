"""The configs of Keras's layers as typed structures, and what each layer class is known by.

A recurrent layer's config is in `cells/`, with its equations. Nothing here reads a file or computes.
Begin with `layer_class.py`.
"""
