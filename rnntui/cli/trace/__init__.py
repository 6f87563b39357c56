"""`rnntui trace`: every value of one sample, to a file or to stdout.

Begin with `command.py`; `files.py` writes, `table.py` prints.
"""
