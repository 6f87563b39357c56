"""The screen that lists all samples: `samples.py` has its rows, `captions.py` the text around them.

Values come from `debugger/samples`; nothing is computed here.
"""
