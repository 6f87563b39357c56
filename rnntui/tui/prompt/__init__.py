"""The command line at the bottom of the screen: typing, completion, checks, and its transcript.

Begin with `prompt.py`; `controller.py` decides what a line does.
"""
