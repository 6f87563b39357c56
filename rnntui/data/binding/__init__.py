"""A data set bound to a network: every input found, checked and cast.

No file is read here, and no layer imported. Begin with `bind.py`.
"""
