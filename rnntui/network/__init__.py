"""What a network is: plain frozen data, and the readers of the files Keras saves.

Nothing here computes. Begin with `network.py`, then `layer_classes.py`; `read.py` opens a file.
"""
