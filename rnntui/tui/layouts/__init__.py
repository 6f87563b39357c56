"""Where panes are: the layouts as data, and the user's changes to them.

No widget is known here. Begin with `named.py`, then `arranger.py`.
"""
