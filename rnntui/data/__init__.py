"""Data sets: the readers of data files, padding, and binding data to a network's inputs.

Nothing here imports layers or networks. Begin with `dataset.py`; `read.py` opens a file.
"""
