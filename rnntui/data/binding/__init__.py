"""Binds a data set to a network: each input is found, checked and cast.

Reads no files and imports no layers. Begin with `bind.py`.
"""
