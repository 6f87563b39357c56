"""The description of a network as plain frozen data, and readers for the files that Keras saves.

Nothing here computes. Begin with `network.py`, then `layer_classes.py`; `read.py` opens a file.
"""
